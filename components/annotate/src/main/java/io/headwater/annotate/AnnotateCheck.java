package io.headwater.annotate;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Need;
import io.headwater.exchange.PictureSize;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.PixelFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of an {@code annotate:} step beyond the types of its options. */
public final class AnnotateCheck implements StepCheck {
    @Override
    public String scheme() {
        return "annotate";
    }

    @Override
    public void check(Options step, Findings findings) {
        if (step.source()) {
            findings.report(null, Rule.PLACE, "annotate is a step, it cannot be the source of a route", "use it in steps, after infer");
        }
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("annotate", in, "put it after an infer step", Flow.Kind.DETECTIONS, Flow.Kind.CLASSES, Flow.Kind.SEGMENTS, Flow.Kind.TEXTS, Flow.Kind.VALUES, Flow.Kind.ANOMALIES, Flow.Kind.EMBEDDINGS,
                Flow.Kind.TENSORS);
        findings.knows(step, "annotate", "labels", in);
        findings.knows(step, "annotate", "blur", in);
        return in.toFrames(made(in.size()));
    }

    private static @Nullable PictureSize made(@Nullable PictureSize in) {
        return in == null ? null : new PictureSize(in.width(), in.height(), PixelFormat.BGR24, in.assumed());
    }

    /** The picture that it makes; one a worker. */
    @Override
    public Need need(Options step, Flow in, int workers) {
        PictureSize size = made(in.size());
        return size == null ? Need.NONE : Need.own("annotate " + step.text("name").orElse(""), workers + " pictures of " + size, workers * size.bytes(), 0);
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        Explanation told = Explanation.of("Draws what was found onto the picture; the picture goes on, the answer does not.");
        List<String> labels = Labels.of(step.text("labels").orElse(null));
        List<String> blurred = Labels.of(step.text("blur").orElse(null));
        if (!labels.isEmpty()) {
            told = told.does("Only " + Nearest.some(labels) + " is drawn.");
        }
        if (!blurred.isEmpty()) {
            told = told.does("What was found as " + Nearest.some(blurred) + " is made unrecognizable; what the model missed stays as it is.");
        }
        told = told.loses(AnnotateProducer.NO_MEMORY, "pictures for whose drawing the memory for pictures has no room");
        return in.kind() == Flow.Kind.DETECTIONS ? told : told.loses(Explanation.BY_EXCEPTION, "what is no answer with its picture");
    }
}
