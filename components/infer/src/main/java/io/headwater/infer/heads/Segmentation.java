package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.flow.Answer;
import io.headwater.flow.Segments;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.nio.FloatBuffer;
import java.util.List;

/** {@code segmentation}: which label each place has.
 *  <p>Shape: {@code [1, labels, h, w]}, or {@code [1, h, w, labels]} where {@code layout: NHWC}: the best label counts.
 *  {@code [1, h, w]} or {@code [1, 1, h, w]} with several labels: label numbers. With two labels and one channel: the second
 *  label's score, which counts from the least score on. */
public final class Segmentation implements HeadFactory {
    @Override
    public String name() {
        return "segmentation";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Segments.class;
    }

    private enum Layout { NCHW, NHWC }

    /** What one channel holds. */
    private enum Holds { SCORES, NUMBERS }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Labels.needed(declared, labels);
        if (labels.size() > 256) {
            declared.report(null, Rule.LABEL, declared.name() + " has " + labels.size() + " labels, must have at most 256", "merge some of them in the model");
        }
        return new Reader(declared, declared.required("tensor", "output"), declared.choice("layout", Layout.NCHW) == Layout.NCHW,
                declared.choice("holds", Holds.SCORES), declared.choice("activation", Activation.NONE, List.of(Activation.NONE, Activation.SIGMOID)), labels);
    }

    private record Reader(Declaration at, String tensor, boolean channelsFirst, Holds holds, Activation activation, List<String> labels) implements Head {
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
            if (shape.length != 4 && (shape.length != 3 || holds == Holds.SCORES)) {
                at.report("tensor", Rule.TENSOR, "output " + tensor + " is " + Outputs.text(shape) + ", must be [1, labels, height, width]", "name the output with the map");
                return;
            }
            long channels = shape.length == 3 ? 1 : shape[channelsFirst ? 1 : 3];
            boolean one = channels == 1 && (holds == Holds.NUMBERS || labels.size() == 2);
            if (!one) {
                Labels.match(at, "tensor", tensor, channels, labels);
            }
        }

        @Override
        public Answer read(Look look) {
            long[] shape = look.shape(0);
            boolean flat = shape.length == 3;
            int channels = flat ? 1 : (int) shape[channelsFirst ? 1 : 3];
            int height = (int) shape[flat || !channelsFirst ? 1 : 2];
            int width = (int) shape[flat || !channelsFirst ? 2 : 3];
            int places = height * width;
            int step = channelsFirst ? places : 1;
            int place = channelsFirst ? 1 : channels;
            FloatBuffer v = look.values(0);
            float least = activation.least(look.minScore());
            byte[] map = new byte[places];
            for (int i = 0; i < places; i++) {
                if (holds == Holds.NUMBERS) {
                    map[i] = (byte) Math.round(v.get(i));
                } else if (channels == 1) {
                    map[i] = (byte) (v.get(i) >= least ? 1 : 0);
                } else {
                    int best = 0;
                    for (int c = 1; c < channels; c++) {
                        best = v.get(i * place + c * step) > v.get(i * place + best * step) ? c : best;
                    }
                    map[i] = (byte) best;
                }
            }
            return Segments.of(width, height, map, labels);
        }
    }
}
