@NullMarked
package io.headwater.snapshot;

import org.jspecify.annotations.NullMarked;
