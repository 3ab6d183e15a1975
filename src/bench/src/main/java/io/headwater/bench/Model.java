package io.headwater.bench;

import java.nio.file.Path;

/** What is looked for, and with which model. */
enum Model {
    /** The project's own, at score 0.4. */
    PEOPLE("routes/people/models/people/1.0.0/people.onnx", "0.4"),
    /** FastestDet at score 0.5, where its file lies beside the project. */
    FASTESTDET("../shared/models/fastestdet/fastestdet.onnx", "0.5");

    private final String file;
    private final String minScore;

    Model(String file, String minScore) {
        this.file = file;
        this.minScore = minScore;
    }

    /** Where its file lies, seen from the project's root. */
    Path file(Path root) {
        return root.resolve(file).normalize();
    }

    /** From which score on a box counts, as routes write it. */
    String minScore() {
        return minScore;
    }

    Head head() {
        float least = Float.parseFloat(minScore);
        return switch (this) {
            case PEOPLE -> new CentrePoints(least);
            case FASTESTDET -> new Grid(least);
        };
    }

    /** Its name, as routes and the command line have it. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
