package io.headwater.camera;

import io.headwater.exchange.Host;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** All cameras of this machine and how they fare; {@code host.shared(Cameras.class, Cameras::of)}.
 *  <p>Threading: safe. */
public final class Cameras implements AutoCloseable {
    private final ConcurrentSkipListMap<String, LiveStatus> cameras = new ConcurrentSkipListMap<>();

    private Cameras() {}

    /** A registry for a host; asked for through {@link Host#shared}. */
    public static Cameras of(Host host) {
        return new Cameras();
    }

    /** Every camera whose route is there, by route and name. */
    public List<CameraStatus> all() {
        return cameras.values().stream().map(LiveStatus::now).toList();
    }

    void add(LiveStatus status) {
        cameras.put(status.key(), status);
    }

    void remove(LiveStatus status) {
        cameras.remove(status.key(), status);
    }

    @Override
    public void close() {
        cameras.clear();
    }
}
