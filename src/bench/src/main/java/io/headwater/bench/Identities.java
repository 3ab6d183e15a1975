package io.headwater.bench;

import io.headwater.flow.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How well ids stay with those that they were given to, frame by frame. Boxes belong together from an overlap of half on; who belonged together in the
 *  frame before stays so while that holds, the others by the greatest overlap.
 *  <p>Source: Bernardin and Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT Metrics" (2008). */
final class Identities {
    private static final double SAME = 0.5;

    private final Map<Long, Long> last = new HashMap<>();
    private final Map<Long, Set<Long>> of = new HashMap<>();
    private long truth;
    private long found;
    private long matched;
    private long switches;

    private record Pair(long true_, long told, double overlap) {}

    /** @param people who is to be found, by id
     *  @param told what was told, by id */
    void add(Map<Long, Box> people, Map<Long, Box> told) {
        truth += people.size();
        found += told.size();
        Map<Long, Long> now = new HashMap<>();
        Set<Long> taken = new HashSet<>();
        people.forEach((id, box) -> {
            Long before = last.get(id);
            if (before != null && told.containsKey(before) && box.iou(told.get(before)) >= SAME) {
                now.put(id, before);
                taken.add(before);
            }
        });
        List<Pair> pairs = new ArrayList<>();
        people.forEach((id, box) -> told.forEach((other, where) -> {
            if (!now.containsKey(id) && !taken.contains(other) && box.iou(where) >= SAME) {
                pairs.add(new Pair(id, other, box.iou(where)));
            }
        }));
        pairs.sort(Comparator.comparingDouble(Pair::overlap).reversed());
        for (Pair pair : pairs) {
            if (!now.containsKey(pair.true_) && taken.add(pair.told)) {
                now.put(pair.true_, pair.told);
            }
        }
        now.forEach((id, other) -> {
            Long before = last.put(id, other);
            switches += before != null && !before.equals(other) ? 1 : 0;
            of.computeIfAbsent(id, i -> new HashSet<>()).add(other);
        });
        matched += now.size();
    }

    /** How often somebody was told to be another than before. */
    long switches() {
        return switches;
    }

    /** Share of those who had one id all the time that they were found. */
    double kept() {
        return of.isEmpty() ? 1 : (double) of.values().stream().filter(ids -> ids.size() == 1).count() / of.size();
    }

    /** 1 − (missed + told without being there + switches) / there. */
    double mota() {
        return truth == 0 ? 1 : 1 - (double) (truth - matched + found - matched + switches) / truth;
    }

    int people() {
        return of.size();
    }
}
