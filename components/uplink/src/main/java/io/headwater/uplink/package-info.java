/** The outbox: records are committed to disk before a route is done with them, and leave it when Kafka has acknowledged them.
 *  The route's step is {@code uplink:channel}; {@link io.headwater.uplink.Outbox} is what the runtime drains. */
@NullMarked
package io.headwater.uplink;

import org.jspecify.annotations.NullMarked;
