package io.headwater.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** What every rival has to do: find the persons in each frame of a clip, several times over.
 *
 *  @param root the project's folder
 *  @param modelFile the model's ONNX file
 *  @param passes how often the clip is gone through, without a stop in between */
record Task(Path root, Model model, Path modelFile, Path clip, int passes) {
    /** Frames of the first pass before the clock starts. */
    static final int WARM_UP = 100;

    Task {
        if (passes < 1) {
            throw new IllegalArgumentException("passes is " + passes + ", must be at least 1");
        }
    }

    /** The task, if all it needs is there.
     *  <p>Errors: {@link MissingException} for what is not. */
    static Task of(Path root, Model model, Path clip, int passes) throws MissingException {
        Path file = model.file(root);
        if (!Files.isRegularFile(file)) {
            throw new MissingException("the model " + model.text() + " is not at " + file);
        }
        if (!Files.isRegularFile(clip)) {
            throw new MissingException("there is no clip at " + clip);
        }
        return new Task(root, model, file, clip, passes);
    }

    /** The task's clock. */
    Answers answers() throws java.io.IOException {
        return new Answers(ClipReader.frames(clip), passes, WARM_UP);
    }
}
