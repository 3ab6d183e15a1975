@NullMarked
package io.headwater.runtime.check;

import org.jspecify.annotations.NullMarked;
