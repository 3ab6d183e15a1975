package io.headwater.torture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long the cuts of each kind took, from one box that is ready to the next.
 *  <p>Units: nanoseconds in, seconds in the text. */
final class Durations {
    private final Map<Fault, List<Long>> nanos = new EnumMap<>(Fault.class);

    void add(Fault fault, long took) {
        nanos.computeIfAbsent(fault, f -> new ArrayList<>()).add(took);
    }

    /** How often each was done. */
    Map<Fault, Integer> counts() {
        Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
        nanos.forEach((fault, each) -> counts.put(fault, each.size()));
        return counts;
    }

    /** A table: a line a kind, and one for all. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "  %-30s %6s %8s %8s %8s", "seconds a cut", "cuts", "min", "median", "max"));
        List<Long> all = new ArrayList<>();
        nanos.forEach((fault, each) -> {
            lines.add(line(fault.name(), each));
            all.addAll(each);
        });
        if (!all.isEmpty()) {
            lines.add(line("all", all));
        }
        return lines;
    }

    private static String line(String name, List<Long> each) {
        List<Long> sorted = new ArrayList<>(each);
        Collections.sort(sorted);
        return String.format(Locale.ROOT, "  %-30s %6d %8.1f %8.1f %8.1f", name, sorted.size(), sorted.getFirst() / 1e9,
                sorted.get(sorted.size() / 2) / 1e9, sorted.getLast() / 1e9);
    }
}
