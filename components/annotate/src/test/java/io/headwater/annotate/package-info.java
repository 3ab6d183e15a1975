@NullMarked
package io.headwater.annotate;

import org.jspecify.annotations.NullMarked;
