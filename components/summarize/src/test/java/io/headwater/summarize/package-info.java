/** Tests of {@code summarize:}. */
@NullMarked
package io.headwater.summarize;

import org.jspecify.annotations.NullMarked;
