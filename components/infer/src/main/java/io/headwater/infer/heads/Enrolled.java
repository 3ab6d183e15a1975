package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
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

/** {@code enrolled}: which of the enrolled references an embedding is most like.
 *  <p>Shape: {@code [1, n]}; the file of references has {@code n} numbers a reference, one or more references a label.
 *  <p>Result: of each label its best cosine similarity, 0..1, best first, none below the least score. */
public final class Enrolled implements HeadFactory {
    @Override
    public String name() {
        return "enrolled";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Classes.class;
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Labels.needed(declared, labels);
        List<float[]> vectors = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        declared.required("references", "references.yaml");
        declared.fileMap("references").ifPresent(file -> {
            for (int label = 0; label < labels.size(); label++) {
                if (!file.has(labels.get(label))) {
                    file.report(null, Rule.LABEL, "label " + labels.get(label) + " has no reference", labels.get(label) + ": [[0.1, …]], as headwater models try prints it");
                }
                for (double[] row : file.rows(labels.get(label), -1, "[[0.1, 0.2, …]]")) {
                    vectors.add(unit(row));
                    owners.add(label);
                }
            }
            file.done();
        });
        return new Reader(declared, declared.required("tensor", "embedding"), declared.whole("top", 1, 1, 1 << 16), vectors, owners, labels);
    }

    private static float[] unit(double[] row) {
        double squares = 0;
        for (double v : row) {
            squares += v * v;
        }
        float[] unit = new float[row.length];
        for (int i = 0; i < unit.length && squares > 0; i++) {
            unit[i] = (float) (row[i] / Math.sqrt(squares));
        }
        return unit;
    }

    /** @param owners the label of each vector */
    private record Reader(Declaration at, String tensor, int top, List<float[]> vectors, List<Integer> owners, List<String> labels) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            long[] shape = outputs.shape(at, "tensor", tensor, 1, -1);
            for (int i = 0; i < vectors.size() && shape != null && shape[1] >= 0; i++) {
                if (vectors.get(i).length != shape[1]) {
                    at.report("references", Rule.TENSOR, "a reference of " + labels.get(owners.get(i)) + " has " + vectors.get(i).length + " numbers, output " + tensor + " has " + shape[1],
                            "enrol it with this model");
                    return;
                }
            }
        }

        @Override
        public Answer read(Look look) {
            FloatBuffer v = look.values(0);
            double squares = 0;
            for (int i = 0; i < v.capacity(); i++) {
                squares += (double) v.get(i) * v.get(i);
            }
            float[] best = new float[labels.size()];
            for (int r = 0; r < vectors.size() && squares > 0; r++) {
                float[] reference = vectors.get(r);
                double dot = 0;
                for (int i = 0; i < Math.min(reference.length, v.capacity()); i++) {
                    dot += reference[i] * v.get(i);
                }
                int owner = owners.get(r);
                best[owner] = Math.max(best[owner], (float) (dot / Math.sqrt(squares)));
            }
            List<Classes.Scored> kept = new ArrayList<>();
            for (int label = 0; label < best.length; label++) {
                if (best[label] >= look.minScore() && look.wanted(label)) {
                    kept.add(new Classes.Scored(labels.get(label), best[label]));
                }
            }
            kept.sort(Comparator.comparingDouble(Classes.Scored::score).reversed());
            return new Classes(kept.size() > top ? kept.subList(0, top) : kept);
        }
    }
}
