package io.headwater.camera;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A camera at one moment, for health checks and the console.
 *
 *  @param name the camera's name
 *  @param route route that it feeds
 *  @param location where it reads from, without credentials
 *  @param state what it is doing
 *  @param since when it began to
 *  @param error what went wrong last, without credentials; null when nothing has
 *  @param width pixels; 0 before the first frame
 *  @param height pixels; 0 before the first frame
 *  @param framesPerSecond measured over the last seconds; 0 when no frame comes
 *  @param frames frames captured since its start, those shed or broken among them
 *  @param reconnects how often it was opened again since its start */
public record CameraStatus(String name, String route, String location, CameraState state, Instant since, @Nullable String error,
        int width, int height, double framesPerSecond, long frames, int reconnects) {}
