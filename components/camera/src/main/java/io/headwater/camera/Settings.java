package io.headwater.camera;

import io.headwater.flow.Priority;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a user wants of one camera.
 *
 *  @param start event time of a file's first frame; null for the moment it starts
 *  @param fps frames a second; 0 for what the device gives
 *  @param width pixels; 0 for what the device gives
 *  @param height pixels; 0 for what the device gives
 *  @param frames how many to capture; 0 for all
 *  @param weight its share beside others
 *  @param keyFramesOnly whether what needs other frames to be decoded is left out */
record Settings(String name, Location location, boolean loop, Pace pace, @Nullable Instant start, double fps, int width, int height,
        Transport transport, Duration reconnectDelay, Duration stallTimeout, long frames, int weight, Priority priority, boolean keyFramesOnly, int decoderThreads) {

    /** Whether nothing is shed: the route's speed decides. */
    boolean isLossless() {
        return !location.isLive() && pace == Pace.FAST;
    }
}
