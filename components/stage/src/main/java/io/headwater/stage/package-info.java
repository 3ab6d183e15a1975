/** {@code stage:} is the queue that a user places by hand: {@code to} it in one route, {@code from} it in another.
 *  {@link io.headwater.stage.Stage} is the queue with its book, {@link io.headwater.stage.Writer} and
 *  {@link io.headwater.stage.Reading} are its two ends. */
@NullMarked
package io.headwater.stage;

import org.jspecify.annotations.NullMarked;
