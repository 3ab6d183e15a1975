@NullMarked
package io.headwater.runtime.format;

import org.jspecify.annotations.NullMarked;
