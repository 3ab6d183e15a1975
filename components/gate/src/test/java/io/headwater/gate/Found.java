package io.headwater.gate;

import io.headwater.flow.Answer;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Answers, written as {@code person 0.9}. */
final class Found {
    static final ModelId MODEL = new ModelId("people", "1.0.0", "a".repeat(64));

    private Found() {}

    static Inference inference(Answer answer) {
        return new Inference(new Origin("cam", 0, 0, Instant.EPOCH, Instant.EPOCH), null, 32, 24, MODEL, Duration.ofMillis(1), answer);
    }

    static Inference of(String... found) {
        return inference(detections(found));
    }

    static Detections detections(String... found) {
        return new Detections(Stream.of(found).map(f -> new Detection(f.split(" ")[0], Float.parseFloat(f.split(" ")[1]), new Box(0, 0, 1, 1))).toList());
    }

    static Inference classes(String... found) {
        return inference(new Classes(Stream.of(found).map(f -> new Classes.Scored(f.split(" ")[0], Float.parseFloat(f.split(" ")[1]))).toList()));
    }

    /** What an inference holds, as it is written here. */
    static List<String> texts(Inference inference) {
        return switch (inference.answer()) {
            case Detections d -> d.all().stream().map(x -> x.label() + " " + x.score()).toList();
            case Classes c -> c.all().stream().map(x -> x.label() + " " + x.score()).toList();
            default -> throw new AssertionError(inference);
        };
    }
}
