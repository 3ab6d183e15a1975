package io.headwater.flow;

import java.util.List;

/** A model's raw outputs, for heads that a later step reads.
 *  <p>Ownership: the arrays belong to this value and are never changed. */
public record Tensors(List<Tensor> all) implements Answer {
    public Tensors {
        all = List.copyOf(all);
    }

    /** One named output, row-major. */
    public record Tensor(String name, long[] shape, float[] values) {}
}
