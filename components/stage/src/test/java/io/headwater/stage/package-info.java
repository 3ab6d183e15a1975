/** Tests of {@code stage:}. */
@NullMarked
package io.headwater.stage;

import org.jspecify.annotations.NullMarked;
