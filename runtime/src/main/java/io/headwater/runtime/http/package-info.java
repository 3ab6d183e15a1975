/** What programs that push over HTTP are answered. */
@NullMarked
package io.headwater.runtime.http;

import org.jspecify.annotations.NullMarked;
