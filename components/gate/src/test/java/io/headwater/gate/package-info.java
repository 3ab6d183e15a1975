/** Tests of {@code gate:}. */
@NullMarked
package io.headwater.gate;

import org.jspecify.annotations.NullMarked;
