/** Readings from sensors on a bus, in one shape whatever the bus. The scheme of a {@link io.headwater.sensor.Location} names the bus, and
 *  {@link io.headwater.sensor.Bus} is what each gives; what comes is read by {@link io.headwater.sensor.PayloadReader}, and acknowledged by
 *  {@link io.headwater.sensor.Deliveries} when its way through the route has ended. */
@NullMarked
package io.headwater.sensor;

import org.jspecify.annotations.NullMarked;
