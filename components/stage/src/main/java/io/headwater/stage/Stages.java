package io.headwater.stage;

import io.headwater.exchange.Host;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** All stages of a host, by name. */
final class Stages implements AutoCloseable {
    private final ConcurrentMap<String, Stage<Parcel>> all = new ConcurrentHashMap<>();

    static Stage<Parcel> named(Host host, String name) {
        return host.shared(Stages.class, h -> new Stages()).all.computeIfAbsent(name, n -> new Stage<>(n, host.ledger()));
    }

    @Override
    public void close() {
        all.values().forEach(Stage::close);
    }
}
