/** Tests of the values, the frame pool, the queues and the ledger. */
@NullMarked
package io.headwater.flow;

import org.jspecify.annotations.NullMarked;
