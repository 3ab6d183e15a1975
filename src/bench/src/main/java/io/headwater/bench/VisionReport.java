package io.headwater.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What {@code bench vision} prints at its end, and the same as values for JSON. */
final class VisionReport {
    private final Rounds rounds;
    private final String ours;
    private final List<String> against;

    /** @param ours the rival that the others are compared with
     *  @param against with which ones */
    VisionReport(Rounds rounds, String ours, List<String> against) {
        this.rounds = rounds;
        this.ours = ours;
        this.against = against;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(line("", "frames/s", "pass 1", "last pass", "CPU ms/frame", "p50 ms", "p99 ms", "peak MB", "persons"));
        text.append(line("", "min / med / max", "med", "med", "min / med / max", "med", "med", "max", "a frame"));
        for (String rival : rounds.rivals()) {
            text.append(line(rival, three(rival, Result::fps, 0), one(rival, r -> r.passes().getFirst(), 0), one(rival, r -> r.passes().getLast(), 0),
                    three(rival, Result::cpuMs, 2), one(rival, Result::p50Ms, 1), one(rival, Result::p99Ms, 1),
                    number(rounds.spread(rival, Result::peakRssMb).max(), 0), one(rival, Result::personsPerFrame, 2)));
        }
        for (String other : against) {
            text.append(String.format(Locale.ROOT, "%s / %s, round by round: frames/s %s, CPU a frame %s (min / median / max)%n", ours, other,
                    three(rounds.ratio(ours, other, Result::fps), 2), three(rounds.ratio(ours, other, Result::cpuMs), 2)));
        }
        return text.toString();
    }

    /** The runs as they were, and the ratios, for {@code --json}. */
    Map<String, Object> values() {
        Map<String, Object> ratios = new TreeMap<>();
        for (String other : against) {
            ratios.put(ours + " / " + other, Map.of("fps", rounds.ratio(ours, other, Result::fps), "cpu", rounds.ratio(ours, other, Result::cpuMs)));
        }
        List<Result> runs = new ArrayList<>();
        rounds.rivals().forEach(rival -> runs.addAll(rounds.of(rival)));
        return Map.of("runs", runs, "ratios", ratios);
    }

    private String three(String rival, ToDoubleFunction<Result> figure, int digits) {
        return three(rounds.spread(rival, figure), digits);
    }

    private static String three(Spread s, int digits) {
        return number(s.min(), digits) + " / " + number(s.median(), digits) + " / " + number(s.max(), digits);
    }

    private String one(String rival, ToDoubleFunction<Result> figure, int digits) {
        return number(rounds.spread(rival, figure).median(), digits);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-16s %18s %7s %9s %20s %7s %7s %8s %8s", cells).stripTrailing() + "\n";
    }
}
