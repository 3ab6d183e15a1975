package io.headwater.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a detector found in one frame, best first. Empty is an answer: it looked, and there was nothing.
 *
 *  @param places what became of the zones and lines that are watched, in the order of the steps that watch them */
public record Detections(List<Detection> all, List<Place> places) implements Answer {
    public static final Detections NONE = new Detections(List.of());

    public Detections {
        all = List.copyOf(all);
        places = List.copyOf(places);
    }

    /** Those of a picture in which nobody watches a place. */
    public Detections(List<Detection> all) {
        this(all, List.of());
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

    /** Those that pass, in the same order; places stay. */
    public Detections keep(Predicate<Detection> test) {
        List<Detection> kept = new ArrayList<>(all.size());
        for (Detection d : all) {
            if (test.test(d)) {
                kept.add(d);
            }
        }
        return kept.size() == all.size() ? this : new Detections(kept, places);
    }

    /** The same with one place more. */
    public Detections with(Place place) {
        List<Place> more = new ArrayList<>(places);
        more.add(place);
        return new Detections(all, more);
    }
}
