package io.headwater.flow;

import java.util.List;

/** What a classifier said, best first.
 *  <p>Units: scores in 0..1. */
public record Classes(List<Scored> all) implements Answer {
    public Classes {
        all = List.copyOf(all);
    }

    /** One label with its score. */
    public record Scored(String label, float score) {}
}
