/** Records what a source of a running route gives, beside the route and without slowing it, and makes a test of it. */
@NullMarked
package io.headwater.runtime.recording;

import org.jspecify.annotations.NullMarked;
