@NullMarked
package io.headwater.runtime.testing;

import org.jspecify.annotations.NullMarked;
