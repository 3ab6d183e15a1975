package io.headwater.runtime.recording;

import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the box saw of the items that are in a recording.
 *  <p>Threading: safe. */
final class Facts {
    /** As many frames have their boxes kept, spread over the recording. */
    private static final int KEPT = 16;

    private final Map<String, Long> entered = new TreeMap<>();
    private final Map<String, Map<String, Long>> failed = new TreeMap<>();
    private final TreeMap<Long, List<Detection>> boxes = new TreeMap<>();
    private @Nullable String looking;
    private long stride = 1;
    private long items;
    private @Nullable Instant first;

    synchronized void add(Passage item) {
        Instant at = item.content().at();
        if (first == null || at.isBefore(first)) {
            first = at;
        }
        item.entered().forEach(step -> entered.merge(step, 1L, Long::sum));
        item.failures().forEach((step, reason) -> failed.computeIfAbsent(step, s -> new TreeMap<>()).merge(reason, 1L, Long::sum));
        if (items % stride == 0) {
            boxes(item);
        }
        items++;
    }

    private void boxes(Passage item) {
        for (Passage.Looked look : item.looked()) {
            if (look.inference().answer() instanceof Detections found && (looking == null || looking.equals(look.step()))) {
                looking = look.step();
                boxes.put(items, found.all());
                break;
            }
        }
        if (boxes.size() > KEPT) {
            stride *= 2;
            boxes.keySet().removeIf(at -> at % stride != 0);
        }
    }

    synchronized long items() {
        return items;
    }

    /** When the first item happened. */
    synchronized @Nullable Instant first() {
        return first;
    }

    /** By step, how many items came to it; without those that it made of them. */
    synchronized Map<String, Long> entered() {
        return Map.copyOf(entered);
    }

    /** By step and kind of failure. */
    synchronized Map<String, Map<String, Long>> failed() {
        return Map.copyOf(failed);
    }

    /** The first step that found boxes; null where none did. */
    synchronized @Nullable String looking() {
        return looking;
    }

    /** What it found, by the number of the frame in the recording. */
    synchronized Map<Long, List<Detection>> boxes() {
        return new TreeMap<>(boxes);
    }
}
