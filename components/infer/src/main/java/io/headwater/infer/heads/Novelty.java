package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.flow.Answer;
import io.headwater.flow.Anomaly;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.ModelInput;
import io.headwater.infer.Outputs;
import java.nio.FloatBuffer;
import java.util.List;

/** {@code anomaly}: how unlike the learnt normal the input is: a number that the model says, or how far what an autoencoder gives
 *  back lies from what it was given.
 *  <p>Shape: a score {@code [1]} in any number of dimensions, of which the greatest counts, so that an anomaly map will do; or a
 *  reconstruction of the input's shape.
 *  <p>Units: the error is of the input's elements, as the model sees them. */
public final class Novelty implements HeadFactory {
    @Override
    public String name() {
        return "anomaly";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Anomaly.class;
    }

    /** Mean of the squared, or of the absolute, differences. */
    private enum Failure { MSE, MAE }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        String score = declared.text("score").orElse("");
        String reconstruction = declared.text("reconstruction").orElse("");
        if (score.isEmpty() == reconstruction.isEmpty()) {
            declared.report(null, Rule.MANIFEST, declared.name() + (score.isEmpty() ? " names no output" : " names two outputs") + ", must name one: score or reconstruction", "reconstruction: output");
        }
        if (!declared.has("threshold")) {
            declared.report(null, Rule.MANIFEST, declared.name() + ".threshold is missing", "threshold: 0.02, from which score on it is an anomaly: higher than almost all of what is normal has");
        }
        return new Reader(declared, score.isEmpty() ? reconstruction : score, score.isEmpty(), declared.choice("error", Failure.MSE), declared.number("threshold", 1, 0, 1e12));
    }

    private record Reader(Declaration at, String tensor, boolean reconstructs, Failure error, double threshold) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            if (!reconstructs) {
                outputs.shape(at, "score", tensor);
                return;
            }
            outputs.shape(at, "reconstruction", tensor, outputs.input().shape());
            if (outputs.input().type() != ModelInput.Type.FLOAT32) {
                at.report("reconstruction", Rule.TENSOR, "the input is of bytes, a reconstruction is compared with float32", "export the model with an input of float32");
            }
        }

        @Override
        public Answer read(Look look) {
            FloatBuffer v = look.values(0);
            double score = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int i = 0; i < v.capacity(); i++) {
                if (reconstructs) {
                    double apart = v.get(i) - look.given().get(i);
                    sum += error == Failure.MSE ? apart * apart : Math.abs(apart);
                } else {
                    score = Math.max(score, v.get(i));
                }
            }
            return new Anomaly(reconstructs ? sum / v.capacity() : score, threshold);
        }
    }
}
