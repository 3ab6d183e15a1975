/** {@code track:} follows what a detector finds from picture to picture, camera by camera, and gives each object an id. */
@NullMarked
package io.headwater.track;

import org.jspecify.annotations.NullMarked;
