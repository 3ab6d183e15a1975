package io.headwater.bench;

import io.headwater.flow.Detections;
import io.headwater.flow.Distribution;
import io.headwater.flow.Inference;
import io.headwater.flow.Ledger;
import io.headwater.flow.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** This engine: the route {@code camera → infer → summarize}, with its ledger, its leases and its order; one thread a model
 *  run, as in the loops. Its persons a frame are those of its summaries. */
final class Engine implements Rival {
    private static final String LABEL = "person";

    public static void main(String[] args) {
        RivalCommand.main(new Engine(), args);
    }

    @Override
    public String title() {
        return "engine";
    }

    @Override
    public Result run(Task task) throws Exception {
        Answers answers = task.answers();
        Sum sum = new Sum();
        try (EngineRoute route = new EngineRoute(task, answers.frames(), inference -> answer(answers, inference), sum::add)) {
            route.start();
            route.awaitEnd();
            List<Ledger.Imbalance> wrong = route.host().ledger().checkAtRest();
            if (!wrong.isEmpty()) {
                throw new IllegalStateException("the ledger does not balance: " + wrong);
            }
            if (sum.frames.sum() != answers.frames()) {
                throw new IllegalStateException("the summaries hold " + sum.frames.sum() + " frames, must be " + answers.frames());
            }
            return answers.result(title(), task.model()).withPersons(sum.persons.sum() / sum.frames.sum());
        }
    }

    private static void answer(Answers answers, Inference inference) {
        long latency = Duration.between(inference.origin().arrivalTime(), Instant.now()).toNanos();
        answers.answered(latency, ((Detections) inference.answer()).count(LABEL));
    }

    /** What all windows hold together. */
    private static final class Sum {
        final LongAdder frames = new LongAdder();
        final DoubleAdder persons = new DoubleAdder();

        void add(Summary summary) {
            frames.add(summary.frames());
            Distribution found = summary.perFrame().get(LABEL);
            if (found != null) {
                persons.add(found.sum());
            }
        }
    }
}
