package io.headwater.camera;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How one camera fares, written by its capture thread and read by anybody. */
final class LiveStatus {
    private final String name;
    private final String route;
    private final String location;
    private final InstantSource clock;
    private final FrameRate rate = new FrameRate();
    private CameraState state = CameraState.CONNECTING;
    private Instant since;
    private @Nullable String error;
    private int width;
    private int height;
    private long frames;
    private int reconnects;

    LiveStatus(String name, String route, String location, InstantSource clock) {
        this.name = name;
        this.route = route;
        this.location = location;
        this.clock = clock;
        this.since = clock.instant();
    }

    String key() {
        return route + "/" + name;
    }

    synchronized void becomes(CameraState next) {
        if (state != next) {
            state = next;
            since = clock.instant();
        }
    }

    synchronized void becomes(CameraState next, String why) {
        becomes(next);
        error = why;
    }

    synchronized void reconnects() {
        reconnects++;
    }

    synchronized void frame() {
        becomes(CameraState.STREAMING);
        frames++;
        rate.tick(System.nanoTime());
    }

    synchronized void broken() {
        frames++;
    }

    synchronized void size(int pictureWidth, int pictureHeight) {
        width = pictureWidth;
        height = pictureHeight;
    }

    synchronized CameraStatus now() {
        return new CameraStatus(name, route, location, state, since, error, width, height, rate.perSecond(System.nanoTime()), frames, reconnects);
    }
}
