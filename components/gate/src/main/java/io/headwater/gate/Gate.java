package io.headwater.gate;

import io.headwater.flow.Answer;
import io.headwater.flow.Classes;
import io.headwater.flow.Detections;
import io.headwater.flow.Fate;
import io.headwater.flow.Inference;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Narrows answers to what matters, first by label, then by score, then by what became of a place that it watches, and says what is held back and why.
 *  <p>Units: {@code minScore} in 0..1; a score that equals it is kept.
 *  <p>Errors: {@link IllegalArgumentException} when a value is no inference, or one without labels and scores.
 *
 *  @param name of the gate, for its errors
 *  @param labels to keep; empty for all
 *  @param minCount how many must be left
 *  @param watching the place; null where it watches none */
record Gate(String name, double minScore, Set<String> labels, WhenEmpty whenEmpty, int minCount, @Nullable Watching watching) {
    static final Fate LABEL = Fate.heldBack("label");
    static final Fate SCORE = Fate.heldBack("score");
    static final Fate EMPTY = Fate.heldBack("empty");
    static final Fate TOO_FEW = Fate.heldBack("too few");
    static final Fate PLACE = Fate.heldBack("place");
    static final Fate LATE = Fate.dropped("late");

    Gate {
        labels = Set.copyOf(labels);
    }

    /** One that watches no place. */
    Gate(String name, double minScore, Set<String> labels, WhenEmpty whenEmpty, int minCount) {
        this(name, minScore, labels, whenEmpty, minCount, null);
    }

    /** What is left of an inference, and whether it passes.
     *
     *  @param narrowed what goes on; null when it is held back */
    record Verdict(Fate fate, @Nullable Inference narrowed) {}

    Verdict judge(@Nullable Object value) {
        if (!(value instanceof Inference inference)) {
            throw refused(value == null ? "nothing" : value.getClass().getName());
        }
        return switch (inference.answer()) {
            case Detections d -> {
                Detections labelled = labels.isEmpty() ? d : d.keep(x -> labels.contains(x.label()));
                Detections scored = labelled.keep(x -> x.score() >= minScore);
                if (watching == null) {
                    yield verdict(inference, scored, d.all().size(), labelled.all().size(), scored.all().size());
                }
                Watching.Seen seen = watching.see(inference, scored);
                yield seen == null ? new Verdict(LATE, null) : seen.count() == 0 && whenEmpty == WhenEmpty.HOLD && !scored.all().isEmpty() ? new Verdict(PLACE, null)
                        : verdict(inference, seen.detections(), d.all().size(), labelled.all().size(), seen.count());
            }
            case Classes c when watching == null -> {
                Classes labelled = labels.isEmpty() ? c : keep(c, x -> labels.contains(x.label()));
                Classes scored = keep(labelled, x -> x.score() >= minScore);
                yield verdict(inference, scored, c.all().size(), labelled.all().size(), scored.all().size());
            }
            default -> throw refused("an inference of " + inference.model() + " that is " + inference.answer().getClass().getSimpleName());
        };
    }

    private Verdict verdict(Inference inference, Answer left, int came, int labelled, int scored) {
        if (scored == 0 && whenEmpty == WhenEmpty.HOLD) {
            return new Verdict(came == 0 ? EMPTY : labelled == 0 ? LABEL : SCORE, null);
        }
        return scored < minCount ? new Verdict(TOO_FEW, null) : new Verdict(Fate.PASSED, inference.with(left));
    }

    private static Classes keep(Classes classes, Predicate<Classes.Scored> test) {
        List<Classes.Scored> kept = classes.all().stream().filter(test).toList();
        return kept.size() == classes.all().size() ? classes : new Classes(kept);
    }

    private IllegalArgumentException refused(String got) {
        return new IllegalArgumentException("gate:" + name + " got " + got + ", it judges inferences that are Detections or Classes: put it after infer");
    }
}
