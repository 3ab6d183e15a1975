package io.headwater.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The results of one model, round by round: in each round every rival ran once, one after the other.
 *  <p>Threading: one thread. */
final class Rounds {
    private final Map<String, List<Result>> byRival = new LinkedHashMap<>();

    void add(Result result) {
        byRival.computeIfAbsent(result.name(), n -> new ArrayList<>()).add(result);
    }

    List<String> rivals() {
        return List.copyOf(byRival.keySet());
    }

    List<Result> of(String rival) {
        return byRival.getOrDefault(rival, List.of());
    }

    Spread spread(String rival, ToDoubleFunction<Result> figure) {
        return Spread.of(of(rival).stream().map(figure::applyAsDouble).toList());
    }

    /** The first rival's figure divided by the second's, round by round: what slows the machine for a while slows both. */
    Spread ratio(String rival, String against, ToDoubleFunction<Result> figure) {
        List<Result> ours = of(rival);
        List<Result> theirs = of(against);
        if (ours.size() != theirs.size()) {
            throw new IllegalArgumentException(rival + " has " + ours.size() + " runs, " + against + " has " + theirs.size());
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)));
        }
        return Spread.of(ratios);
    }
}
