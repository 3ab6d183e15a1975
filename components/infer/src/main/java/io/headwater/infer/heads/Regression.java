package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.flow.Answer;
import io.headwater.flow.Values;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.util.ArrayList;
import java.util.List;

/** {@code values}: numbers that the model reckons.
 *  <p>Shape: {@code [1, n]} in any number of dimensions; each value is {@code output · scale + offset}. */
public final class Regression implements HeadFactory {
    @Override
    public String name() {
        return "values";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Values.class;
    }

    /** One number of the output. */
    private record Named(String name, String unit, double scale, double offset) {}

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        List<Named> all = new ArrayList<>();
        for (Declaration at : declared.maps("values")) {
            all.add(new Named(at.required("name", "angle"), at.text("unit").orElse(""), at.number("scale", 1, -1e12, 1e12), at.number("offset", 0, -1e12, 1e12)));
            at.done();
        }
        if (all.isEmpty()) {
            declared.report(null, Rule.MANIFEST, declared.name() + ".values is missing", "values: [{ name: angle, unit: deg }]");
        }
        return new Reader(declared, declared.required("tensor", "output"), all);
    }

    private record Reader(Declaration at, String tensor, List<Named> named) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            long[] shape = outputs.shape(at, "tensor", tensor);
            if (shape == null) {
                return;
            }
            long numbers = 1;
            for (long d : shape) {
                numbers = d < 0 || numbers < 0 ? -1 : numbers * d;
            }
            if (numbers >= 0 && numbers != named.size()) {
                at.report("values", Rule.TENSOR, "output " + tensor + " has " + numbers + " numbers, the manifest names " + named.size(), "name each, in the order of the training");
            }
        }

        @Override
        public Answer read(Look look) {
            if (look.values(0).capacity() != named.size()) {
                throw new IllegalArgumentException("output " + tensor + " has " + look.values(0).capacity() + " numbers, the manifest names " + named.size());
            }
            List<Values.Value> all = new ArrayList<>(named.size());
            for (int i = 0; i < named.size(); i++) {
                Named n = named.get(i);
                all.add(new Values.Value(n.name, look.values(0).get(i) * n.scale + n.offset, n.unit));
            }
            return new Values(all);
        }
    }
}
