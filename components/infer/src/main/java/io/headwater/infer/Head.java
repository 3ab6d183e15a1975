package io.headwater.infer;

import io.headwater.flow.Answer;
import io.headwater.flow.Tensors;
import java.util.List;

/** Reads a model's outputs as an answer.
 *  <p>Threading: one head serves all workers, so it keeps nothing between two reads; what a read needs is in the {@link Look}. */
public interface Head {
    /** Stands in where a manifest declares no head that could be read; such a manifest is refused. */
    Head NONE = new Head() {
        @Override
        public List<String> tensors() {
            return List.of();
        }

        @Override
        public void check(Outputs outputs) {}

        @Override
        public Answer read(Look look) {
            return new Tensors(List.of());
        }
    };

    /** The outputs it reads, in the order in which {@link Look#values} has them; empty for all of the model's. */
    List<String> tensors();

    /** Compares the declaration with the model's file; what is wrong is reported to the {@link Declaration} that the head was made of. */
    void check(Outputs outputs);

    /** The answer of one run.
     *  <p>Errors: {@link IllegalArgumentException} when the outputs are not of the declared shape; only possible where the
     *  model's file leaves it open. */
    Answer read(Look look);
}
