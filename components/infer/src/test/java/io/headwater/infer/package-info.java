@NullMarked
package io.headwater.infer;

import org.jspecify.annotations.NullMarked;
