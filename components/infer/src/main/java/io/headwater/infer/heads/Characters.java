package io.headwater.infer.heads;

import io.headwater.flow.Answer;
import io.headwater.flow.Text;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.util.List;

/** {@code text}: a line of text by connectionist temporal classification.
 *  <p>Shape: {@code [1, steps, characters + 1]}; the labels are the characters, {@code blank} is the column of no character.
 *  <p>Result: the best path: of each step the best column, repeats taken together, blanks left out. A text whose mean score is
 *  below the least is empty.
 *  <p>Source: Graves et al., Connectionist temporal classification, 2006, best path decoding. */
public final class Characters implements HeadFactory {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Text.class;
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Labels.needed(declared, labels);
        return new Reader(declared, declared.required("tensor", "output"), declared.choice("activation", Activation.NONE, List.of(Activation.NONE, Activation.SOFTMAX)),
                declared.whole("blank", 0, 0, 1 << 16), labels);
    }

    private record Reader(Declaration at, String tensor, Activation activation, int blank, List<String> labels) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            long[] shape = outputs.shape(at, "tensor", tensor, 1, -1, -1);
            if (shape != null && shape[2] >= 0) {
                Labels.match(at, "tensor", tensor, shape[2] - 1, labels);
            }
        }

        @Override
        public Answer read(Look look) {
            Table steps = Table.of(look.values(0), look.shape(0), false);
            Likelihood chance = new Likelihood(activation, 0, Likelihood.NONE, Likelihood.NONE, 1, 1, steps.columns());
            StringBuilder text = new StringBuilder();
            double sum = 0;
            int read = 0;
            int last = blank;
            for (int step = 0; step < steps.rows(); step++) {
                int best = 0;
                for (int c = 1; c < steps.columns(); c++) {
                    best = steps.get(step, c) > steps.get(step, best) ? c : best;
                }
                if (best != blank && best != last) {
                    text.append(labels.get(best > blank ? best - 1 : best));
                    sum += activation == Activation.SOFTMAX ? Math.exp(steps.get(step, best) - chance.logOfSum(steps, step)) : steps.get(step, best);
                    read++;
                }
                last = best;
            }
            float score = read == 0 ? 0 : (float) (sum / read);
            return score < look.minScore() ? new Text("", 0) : new Text(text.toString(), score);
        }
    }
}
