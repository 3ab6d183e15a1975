/** Sends lanes of the outbox exactly once: batches in Kafka's transactions, each with its number on a compacted topic. The protocol and its reasons:
 *  {@code src/docs/adr/0014}. */
@NullMarked
package io.headwater.runtime.once;

import org.jspecify.annotations.NullMarked;
