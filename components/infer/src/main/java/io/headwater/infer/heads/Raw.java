package io.headwater.infer.heads;

import io.headwater.flow.Answer;
import io.headwater.flow.Tensors;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.util.ArrayList;
import java.util.List;

/** {@code tensors}: the outputs as they are, for a later step that reads them. Copies them: its answer outlives the run. */
public final class Raw implements HeadFactory {
    @Override
    public String name() {
        return "tensors";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Tensors.class;
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        return new Reader(declared, declared.texts("keep"));
    }

    private record Reader(Declaration at, List<String> tensors) implements Head {
        @Override
        public void check(Outputs outputs) {
            tensors.forEach(tensor -> outputs.shape(at, "keep", tensor));
        }

        @Override
        public Answer read(Look look) {
            List<Tensors.Tensor> all = new ArrayList<>();
            for (int i = 0; i < look.outputs(); i++) {
                float[] values = new float[look.values(i).capacity()];
                look.values(i).get(0, values);
                all.add(new Tensors.Tensor(look.name(i), look.shape(i).clone(), values));
            }
            return new Tensors(all);
        }
    }
}
