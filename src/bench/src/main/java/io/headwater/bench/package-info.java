/** This engine beside hand-written loops on the same clip in the same run, the cost of a counted step, and memory over time.
 *  Never part of the product. */
@NullMarked
package io.headwater.bench;

import org.jspecify.annotations.NullMarked;
