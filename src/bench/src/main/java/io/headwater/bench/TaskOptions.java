package io.headwater.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all rivals share. */
final class TaskOptions {
    @Option(names = "--clip", paramLabel = "FILE", description = "The clip; default: routes/people/crossing.mp4 of the project.")
    private @Nullable Path clip;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "3", converter = AtLeastOne.class,
            description = "How often the clip is gone through in one run: the first pass has the JIT cold; default ${DEFAULT-VALUE}.")
    private int passes;

    @Mixin
    private final RootOption root = new RootOption();

    Task task(Model model) throws MissingException {
        return Task.of(root.find(), model, root.clip(clip), passes);
    }

    Path root() throws MissingException {
        return root.find();
    }
}
