package io.headwater.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a detector found in one frame, best first. Empty is an answer: it looked, and there was nothing. */
public record Detections(List<Detection> all) implements Answer {
    public static final Detections NONE = new Detections(List.of());

    public Detections {
        all = List.copyOf(all);
    }

    public int count(String label) {
        int n = 0;
        for (Detection d : all) {
            if (d.label().equals(label)) {
                n++;
            }
        }
        return n;
    }

    /** Those that pass, in the same order. */
    public Detections keep(Predicate<Detection> test) {
        List<Detection> kept = new ArrayList<>(all.size());
        for (Detection d : all) {
            if (test.test(d)) {
                kept.add(d);
            }
        }
        return kept.size() == all.size() ? this : new Detections(kept);
    }
}
