@NullMarked
package io.headwater.runtime.recording;

import org.jspecify.annotations.NullMarked;
