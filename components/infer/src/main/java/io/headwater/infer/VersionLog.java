package io.headwater.infer;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened to versions of models: told in the log, remembered for a while, and counted.
 *  <p>Threading: safe. */
final class VersionLog {
    private static final Logger LOG = LoggerFactory.getLogger(ModelVersions.class);
    private static final int REMEMBERED = 50;

    private final InstantSource clock;
    private final Deque<ModelVersions.Event> events = new ArrayDeque<>();
    private final Map<ModelVersions.Outcome, Long> counts = new EnumMap<>(ModelVersions.Outcome.class);

    VersionLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Gives the sentence back. */
    synchronized String tell(String model, ModelVersions.Outcome outcome, String text) {
        if (outcome == ModelVersions.Outcome.TOOK_OVER || outcome == ModelVersions.Outcome.TRIED) {
            LOG.info("model {}", text);
        } else {
            LOG.warn("model {}", text);
        }
        events.addFirst(new ModelVersions.Event(clock.instant(), model, outcome, text));
        if (events.size() > REMEMBERED) {
            events.removeLast();
        }
        counts.merge(outcome, 1L, Long::sum);
        return text;
    }

    /** The last first. */
    synchronized List<ModelVersions.Event> events() {
        return List.copyOf(events);
    }

    synchronized long count(ModelVersions.Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}
