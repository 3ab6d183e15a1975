package io.headwater.infer.heads;

import io.headwater.flow.Answer;
import io.headwater.flow.Classes;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code classes}: one score a label for the whole picture.
 *  <p>Shape: {@code [1, labels]}. Result: at most {@code top}, best first, none below the least score. */
public final class Scores implements HeadFactory {
    @Override
    public String name() {
        return "classes";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Classes.class;
    }

    /** How raw numbers become scores: one of all labels, or each by itself. */
    private enum Become { NONE, SIGMOID, SOFTMAX }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Labels.needed(declared, labels);
        return new Reader(declared, declared.required("tensor", "logits"), declared.choice("activation", Become.NONE), declared.whole("top", 5, 1, 1 << 16), labels);
    }

    private record Reader(Declaration at, String tensor, Become become, int top, List<String> labels) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            long[] shape = outputs.shape(at, "tensor", tensor, 1, -1);
            if (shape != null) {
                Labels.match(at, "tensor", tensor, shape[1], labels);
            }
        }

        @Override
        public Answer read(Look look) {
            FloatBuffer raw = look.values(0);
            float most = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < labels.size(); i++) {
                most = Math.max(most, raw.get(i));
            }
            double sum = 0;
            for (int i = 0; i < labels.size() && become == Become.SOFTMAX; i++) {
                sum += Math.exp(raw.get(i) - most);
            }
            List<Classes.Scored> kept = new ArrayList<>();
            for (int i = 0; i < labels.size(); i++) {
                float score = switch (become) {
                    case NONE -> raw.get(i);
                    case SIGMOID -> Activation.SIGMOID.of(raw.get(i));
                    case SOFTMAX -> (float) (Math.exp(raw.get(i) - most) / sum);
                };
                if (score >= look.minScore() && look.wanted(i)) {
                    kept.add(new Classes.Scored(labels.get(i), score));
                }
            }
            kept.sort(Comparator.comparingDouble(Classes.Scored::score).reversed());
            return new Classes(kept.size() > top ? kept.subList(0, top) : kept);
        }
    }
}
