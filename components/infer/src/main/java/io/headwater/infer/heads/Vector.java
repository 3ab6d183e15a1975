package io.headwater.infer.heads;

import io.headwater.flow.Answer;
import io.headwater.flow.Embedding;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.util.List;

/** {@code embedding}: the picture as a point in the model's space.
 *  <p>Shape: {@code [1, n]}. Result: {@code n} numbers, of length 1 where {@code normalize}; a zero vector stays zero. */
public final class Vector implements HeadFactory {
    @Override
    public String name() {
        return "embedding";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Embedding.class;
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        return new Reader(declared, declared.required("tensor", "embedding"), declared.flag("normalize", true));
    }

    private record Reader(Declaration at, String tensor, boolean normalize) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            outputs.shape(at, "tensor", tensor, 1, -1);
        }

        @Override
        public Answer read(Look look) {
            float[] vector = new float[look.values(0).capacity()];
            look.values(0).get(0, vector);
            double squares = 0;
            for (float v : vector) {
                squares += (double) v * v;
            }
            if (normalize && squares > 0) {
                float by = (float) (1 / Math.sqrt(squares));
                for (int i = 0; i < vector.length; i++) {
                    vector[i] *= by;
                }
            }
            return new Embedding(vector);
        }
    }
}
