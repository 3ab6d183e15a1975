/** {@code summarize:} sums a stream up: one value for each window of event time and each key, whatever came between.
 *  {@link io.headwater.summarize.Windows} decides what belongs where and when a window is closed; {@link io.headwater.summarize.Summarizing}
 *  hands closed windows on, in order, from whichever thread closed them. */
@NullMarked
package io.headwater.summarize;

import org.jspecify.annotations.NullMarked;
