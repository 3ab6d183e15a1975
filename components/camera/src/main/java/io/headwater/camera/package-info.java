/** Frames from a camera, a stream, a video file or a test pattern. Live sources never queue: the newest frame wins, and what
 *  is shed is counted; files can wait for the route. FFmpeg does the reading; it is used in {@link io.headwater.camera.VideoReader}
 *  and its neighbours only, and everything it gives out is closed there. */
@NullMarked
package io.headwater.camera;

import org.jspecify.annotations.NullMarked;
