package io.headwater.flow;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a model said of one frame, or of one batch of readings.
 *  <p>Ownership: refers to the frame without a lease of its own; the exchange that carries this value holds the frame's
 *  lease until the route is done with it. {@link #withoutFrame()} may be kept for ever.
 *
 *  @param origin where the input came from
 *  @param frame the picture, while the route still holds it
 *  @param width width of the original picture in pixels, 0 for readings
 *  @param height its height
 *  @param latency time the model took, pre- and postprocessing included */
public record Inference(Origin origin, @Nullable Frame frame, int width, int height, ModelId model, Duration latency, Answer answer) {
    public Inference {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(answer, "answer");
    }

    public static Inference of(Frame frame, ModelId model, Duration latency, Answer answer) {
        return new Inference(frame.origin(), frame, frame.view().originalWidth(), frame.view().originalHeight(), model, latency, answer);
    }

    /** The same finding with another answer, as a gate makes it. */
    public Inference with(Answer narrowed) {
        return narrowed == answer ? this : new Inference(origin, frame, width, height, model, latency, narrowed);
    }

    /** The same finding without its picture. */
    public Inference withoutFrame() {
        return frame == null ? this : new Inference(origin, null, width, height, model, latency, answer);
    }
}
