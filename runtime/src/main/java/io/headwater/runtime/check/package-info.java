/** Checks routes without running them, and tells everything that is wrong at once, each at its line and column. */
@NullMarked
package io.headwater.runtime.check;

import org.jspecify.annotations.NullMarked;
