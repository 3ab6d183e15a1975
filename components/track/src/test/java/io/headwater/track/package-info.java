/** Tests of {@code track:}. */
@NullMarked
package io.headwater.track;

import org.jspecify.annotations.NullMarked;
