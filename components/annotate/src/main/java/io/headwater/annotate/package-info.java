/** The component {@code annotate}: what was found, drawn onto the picture. */
@NullMarked
package io.headwater.annotate;

import org.jspecify.annotations.NullMarked;
