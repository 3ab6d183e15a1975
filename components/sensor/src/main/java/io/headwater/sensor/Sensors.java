package io.headwater.sensor;

import io.headwater.exchange.Host;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** All sensors of this machine and how they fare; {@code host.shared(Sensors.class, Sensors::of)}.
 *  <p>Threading: safe. */
public final class Sensors implements AutoCloseable {
    private final ConcurrentSkipListMap<String, LiveStatus> sensors = new ConcurrentSkipListMap<>();

    private Sensors() {}

    /** A registry for a host; asked for through {@link Host#shared}. */
    public static Sensors of(Host host) {
        return new Sensors();
    }

    /** Every sensor that was started, by route and name. */
    public List<SensorStatus> all() {
        return sensors.values().stream().map(LiveStatus::now).toList();
    }

    void add(LiveStatus status) {
        sensors.put(status.key(), status);
    }

    /** Whether another sensor that runs would log in under the same name, and so end this one's connection over and over. */
    boolean isTaken(LiveStatus by) {
        return sensors.values().stream().anyMatch(other -> other != by && other.client().equals(by.client()) && other.now().state() != SensorState.STOPPED);
    }

    @Override
    public void close() {
        sensors.clear();
    }
}
