@NullMarked
package io.headwater.runtime.explain;

import org.jspecify.annotations.NullMarked;
