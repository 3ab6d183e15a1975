package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.runtime.recording.Scrub;
import io.headwater.runtime.testing.TestRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater record}: what a source of a running route gives becomes a test. */
@Command(name = "record", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Records what comes to a route, from a camera, a sensor or any other source, on the application running on this machine, and makes a test of it:",
                "the route as it runs, links to its models, the recording, and what the box saw. Never slows the route: what cannot be written in time is counted.",
                "Ctrl-C ends it and keeps what was recorded."},
        footer = {"", "Example:", "  headwater record people --for 1m --scrub boxes=person --out failures/monday && headwater test failures/monday",
            "  headwater record climate --for 5m --scrub fields=operator,serial", "",
            "Exit codes: 0 recorded, and the test is green; 1 the test differs from what the box saw; 2 wrong route or option; 3 the surroundings."})
final class RecordCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 500;
    private static final long QUIET_SECONDS = 10;
    private static final double MEGA = 1e6;
    private static final int LARGEST_BLOCK = 256;

    @Parameters(paramLabel = "ROUTE", description = "Id of the route, as the console and the ledger show it.")
    String route = "";

    @Option(names = "--for", paramLabel = "TIME", converter = TimeText.class, defaultValue = "1m", description = "How long, e.g. 30s, 5m. Default: ${DEFAULT-VALUE}.")
    Duration time = Duration.ofMinutes(1);

    @Option(names = "--out", paramLabel = "DIR", description = "Folder to make. Default: recordings/ROUTE-TIME below the application's state folder.")
    @Nullable Path out;

    @Option(names = "--max-size", paramLabel = "SIZE", converter = SizeText.class, defaultValue = "500MB",
            description = "Ends when this much is written. 256 MiB of the disk always stay free. Default: ${DEFAULT-VALUE}.")
    long maxSize = 500_000_000;

    @Option(names = "--quality", paramLabel = "1-100", description = "Pictures as JPEGs of this quality, which are smaller. Default: every pixel as it was (FFV1).")
    @Nullable Integer quality;

    @Option(names = "--scrub", paramLabel = "WHAT", description = {"pixelate or pixelate=N: each picture becomes blocks, of 16 or N pixels.",
        "boxes or boxes=LABEL,…: only the boxes do that the route's models found; all of a picture at which none looked.",
        "What a model overlooks can be seen.",
        "fields=NAME,…: of what is no picture, these fields and headers are taken out. Passwords, tokens and the like always are."})
    @Nullable String scrub;

    @Option(names = "--allow-pictures", description = "Record pictures unscrubbed where headwater.privacy is no-pictures-leave.")
    boolean allowPictures;

    @Option(names = "--no-replay", description = "Do not run the test that was made; headwater test --update DIR makes its golden file then.")
    boolean noReplay;

    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    private volatile boolean interrupted;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (quality != null && (quality < 1 || quality > 100)) {
            throw new ParameterException(spec.commandLine(), "--quality is " + quality + ", must be 1–100");
        }
        PrintWriter say = spec.commandLine().getOut();
        JsonNode state;
        try {
            state = expect(box.post("/api/recordings", wish()));
        } catch (Refused e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.code;
        }
        Path folder = Path.of(state.path("folder").asText());
        say.println("recording " + route + " into " + folder + "; Ctrl-C ends it");
        say.flush();
        CountDownLatch over = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            interrupted = true;
            try {
                box.post(path() + "/stop");
            } catch (SurroundingsException e) {
                // the application is gone, and its recording is written
            }
            Stop.await(over);
        }, "headwater/record-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            state = follow(say);
            if (!interrupted) {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) {
                    interrupted = true; // just now
                }
            }
            return ended(state, folder, say);
        } finally {
            over.countDown();
        }
    }

    private String path() {
        return "/api/recordings/" + URLEncoder.encode(route, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode expect(Box.Answer answer) {
        if (answer.status() != 200) {
            throw new Refused((answer.status() == 401 || answer.status() == 403 ? "error: " : "") + answer.body().path("error").asText("error: the application answers with status " + answer.status() + "\n  fix: look at its log"),
                    answer.body().path("wrong").asBoolean() ? ExitCode.WRONG : ExitCode.SURROUNDINGS);
        }
        return answer.body();
    }

    /** What the application answered. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        final int code;

        Refused(String text, int code) {
            super(text);
            this.code = code;
        }
    }

    /** Tells how it goes, until it is over. */
    private JsonNode follow(PrintWriter say) throws InterruptedException {
        boolean terminal = System.console() != null && System.console().isTerminal();
        double told = 0;
        while (true) {
            JsonNode state = expect(box.get(path()));
            if (!state.path("end").isNull()) {
                if (terminal) {
                    say.print("\r");
                }
                return state;
            }
            double seconds = state.path("seconds").asDouble();
            if (terminal) {
                say.print("\r  " + progress(state) + "   ");
                say.flush();
            } else if (seconds - told >= QUIET_SECONDS) {
                told = seconds;
                say.println("  " + progress(state));
                say.flush();
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static String progress(JsonNode state) {
        StringBuilder missed = new StringBuilder();
        state.path("missed").properties().forEach(m -> missed.append(missed.isEmpty() ? "; not recorded: " : ", ").append(m.getValue().asLong()).append(" (").append(m.getKey()).append(')'));
        return String.format(Locale.ROOT, "%.1f s, %d items, %.1f MB%s", state.path("seconds").asDouble(), state.path("items").asLong(), state.path("bytes").asLong() / MEGA, missed);
    }

    private int ended(JsonNode state, Path folder, PrintWriter say) throws IOException {
        say.println("ended: " + state.path("end").asText() + "; " + progress(state));
        if (state.path("items").asLong() == 0) {
            spec.commandLine().getErr().println(state.path("missed").isEmpty() ? "error: nothing came to the route " + route + ", there is no test\n  fix: look at its source in the console; --for a longer time"
                    : "error: nothing of what came to the route " + route + " could be recorded, there is no test\n  fix: why stands above, behind \"not recorded\"; src/docs/guide/test.md#record-a-test tells what can be");
            return ExitCode.SURROUNDINGS;
        }
        boolean failed = state.path("end").asText().contains("cannot be written");
        if (interrupted || noReplay || !Files.isWritable(folder)) {
            say.println("next:  headwater test --update " + folder);
            return failed ? ExitCode.SURROUNDINGS : ExitCode.DONE;
        }
        TestRun run = TestRun.read(List.of(folder), ServeOptions.models(List.of()));
        if (!run.problems().isEmpty()) {
            run.problems().forEach(spec.commandLine().getErr()::println);
            return ExitCode.WRONG;
        }
        TestRun.Result result = run.run(say, 1, true, true, null);
        if (!result.isGreen()) {
            spec.commandLine().getErr().println("error: played again, the route does not do what it did on the box, see above\n  fix: nothing was changed in " + folder + "; what differs depends on more than the recording");
            return ExitCode.FAILED;
        }
        say.println("green; again:  headwater test " + folder);
        return failed ? ExitCode.SURROUNDINGS : ExitCode.DONE;
    }

    private ObjectNode wish() {
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        wish.put("route", route).put("millis", time.toMillis()).put("maxBytes", maxSize).put("quality", quality == null ? 0 : quality).put("allowPictures", allowPictures);
        if (out != null) {
            wish.put("folder", out.toAbsolutePath().normalize().toString());
        }
        wish.put("command", "headwater record " + route + " --for " + (time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms") + (quality == null ? "" : " --quality " + quality)
                + (scrub == null ? "" : " --scrub " + scrub));
        if (scrub != null) {
            String[] words = scrub.split("=", 2);
            ObjectNode scrubbing = wish.putObject("scrub");
            switch (words[0]) {
                case "pixelate" -> scrubbing.put("pictures", Scrub.Pictures.PIXELATE.name()).put("block", words.length < 2 ? Scrub.BLOCK : block(words[1]));
                case "boxes" -> names(scrubbing.put("pictures", Scrub.Pictures.BOXES.name()), "labels", words.length < 2 ? "" : words[1]);
                case "fields" -> names(scrubbing, "fields", words.length < 2 ? "" : words[1]);
                default -> throw new ParameterException(spec.commandLine(), "--scrub is " + scrub + ", must be pixelate, boxes or fields, such as boxes=person or fields=serial");
            }
        }
        return wish;
    }

    private void names(ObjectNode scrubbing, String key, String names) {
        for (String name : names.split(",")) {
            if (!name.isBlank()) {
                scrubbing.withArray(key).add(name.strip());
            }
        }
        if (key.equals("fields") && !scrubbing.has(key)) {
            throw new ParameterException(spec.commandLine(), "--scrub fields names no field; write  --scrub fields=serial,operator");
        }
    }

    private int block(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) % 2 != 0 || Integer.parseInt(text) < 4 || Integer.parseInt(text) > LARGEST_BLOCK) {
            throw new ParameterException(spec.commandLine(), "--scrub pixelate is " + text + ", must be an even number of 4–" + LARGEST_BLOCK + " pixels");
        }
        return Integer.parseInt(text);
    }
}
