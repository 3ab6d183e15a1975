package io.headwater.runtime;

import io.headwater.flow.Summary;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The last windows of all routes, newest last, with what has become of their records. Bounded. */
@Singleton
public class Windows {
    private static final int KEPT = 200;

    private final Map<String, WindowLine> last = new LinkedHashMap<>();
    private final List<Consumer<WindowLine>> listeners = new CopyOnWriteArrayList<>();
    private long made;
    private long acknowledged;

    /** Is told of each new window, on the thread that made it. */
    void listen(Consumer<WindowLine> listener) {
        listeners.add(listener);
    }

    void made(String record, Summary summary, Instant now) {
        WindowLine line = new WindowLine(record, summary, now, null);
        synchronized (last) {
            made++;
            last.put(record, line);
            while (last.size() > KEPT) {
                last.remove(last.keySet().iterator().next());
            }
        }
        listeners.forEach(l -> l.accept(line));
    }

    void acknowledged(String record, Instant now) {
        synchronized (last) {
            acknowledged++;
            last.computeIfPresent(record, (id, line) -> new WindowLine(id, line.summary(), line.made(), now));
        }
    }

    public List<WindowLine> last() {
        synchronized (last) {
            return new ArrayList<>(last.values());
        }
    }

    long acknowledged() {
        synchronized (last) {
            return acknowledged;
        }
    }

    long count() {
        synchronized (last) {
            return made;
        }
    }
}
