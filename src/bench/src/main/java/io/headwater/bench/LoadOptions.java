package io.headwater.bench;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much load, for how long; the same for the command and for the processes that it starts. */
final class LoadOptions {
    @Option(names = "--for", paramLabel = "DURATION", defaultValue = "5m", converter = Soak.Length.class, description = "Of each run, such as 90s or 5m; default ${DEFAULT-VALUE}.")
    Duration length = Duration.ofMinutes(5);

    @Option(names = "--every", paramLabel = "DURATION", defaultValue = "10s", converter = Soak.Length.class, description = "Between two lines; default ${DEFAULT-VALUE}.")
    Duration every = Duration.ofSeconds(10);

    @Option(names = "--weights", paramLabel = "N,…", split = ",", defaultValue = "1,1,2,4", description = "A camera each, by its weight; default ${DEFAULT-VALUE}.")
    List<Integer> weights = List.of();

    @Option(names = "--slower", paramLabel = "N", defaultValue = "50", converter = AtLeastOne.class, description = "How many times slower the model is made; default ${DEFAULT-VALUE}.")
    int slower;

    @Option(names = "--frames", paramLabel = "MIB", defaultValue = "64", converter = AtLeastOne.class, description = "Memory for frames, in MiB, for this engine; default ${DEFAULT-VALUE}.")
    int frames;

    @Mixin
    final RootOption root = new RootOption();

    List<String> asArguments() throws MissingException {
        return List.of("--for", length.toSeconds() + "s", "--every", every.toSeconds() + "s", "--weights", String.join(",", weights.stream().map(String::valueOf).toList()),
                "--slower", Integer.toString(slower), "--frames", Integer.toString(frames), "--root", root.find().toString());
    }
}
