/** Puts route files into the house form, in which drawing and editing by hand give the same text. */
@NullMarked
package io.headwater.runtime.format;

import org.jspecify.annotations.NullMarked;
