package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Routes;
import io.headwater.exchange.Host;
import io.headwater.exchange.OpenCv;
import io.headwater.exchange.RefusedException;
import io.headwater.flow.Book;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.Values;
import io.headwater.flow.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions of a tiny model that reads a level: what each of them says is the version's own number, or no number at all. */
@Timeout(60)
final class ModelVersionsTest {
    static {
        OpenCv.load();
    }

    @TempDir
    Path folder;
    @TempDir
    Path state;
    private final AtomicReference<Instant> now = new AtomicReference<>(Things.START);
    private final AtomicInteger sent = new AtomicInteger();

    private static TinyOnnx level() {
        return new TinyOnnx("image", 1, 3, 4, 6);
    }

    private static TinyOnnx says(double level) {
        return level().gives("value", new long[] {1, 1}, level);
    }

    private Path install(Path root, String version, TinyOnnx model, String output) throws Exception {
        Path to = Files.createDirectories(root.resolve("level").resolve(version));
        byte[] onnx = model.bytes();
        Files.write(to.resolve("level.onnx"), onnx);
        String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(onnx));
        Files.writeString(to.resolve("model.yaml"), "name: level\nversion: " + version + "\nfile: level.onnx\nsha256: " + sha
                + "\ninput: { tensor: image, size: [4, 6] }\noutput: " + output + "\n");
        return to;
    }

    private Path install(String version, TinyOnnx model) throws Exception {
        return install(folder.resolve("models"), version, model, "{ values: { tensor: value, values: [{ name: level }] } }");
    }

    /** 1.0.0 is in use, where nothing else is kept: it ran before the others came. */
    private Routes open(String parameters) throws IOException {
        return open("level", parameters);
    }

    private Routes open(String model, String parameters) throws IOException {
        if (kept().use() == null) {
            new Choice("1.0.0", List.of(), null, false, Map.of()).write(Host.ownModels(state), "level");
        }
        StringBuilder yaml = new StringBuilder("""
                - route:
                    id: tank
                    from:
                      id: start
                      uri: direct
                      parameters:
                        name: in
                      steps:
                        - to:
                            id: read
                            uri: infer
                            parameters:
                              model: %s
                """.formatted(model));
        parameters.lines().forEach(line -> yaml.append("              ").append(line).append('\n'));
        yaml.append("        - to:\n            id: end\n            uri: mock\n            parameters:\n              name: out\n");
        return Routes.builder().folder(folder).state(state).clock(now::get).yaml(yaml.toString());
    }

    private static ModelVersions versions(Routes routes) {
        return routes.host().sharedIfMade(ModelVersions.class).orElseThrow();
    }

    private Frame frame(Routes routes, String source) {
        Instant at = now.get();
        Frame frame = Objects.requireNonNull(routes.pool().tryTake(new Origin(source, 0, sent.getAndIncrement(), at, at), 6, 4, PixelFormat.BGR24, View.whole(6, 4)));
        for (int i = 0; i < 6 * 4 * 3; i++) {
            frame.buffer().put((byte) 200);
        }
        return frame;
    }

    /** The version that answered. */
    private String send(Routes routes, String source) {
        int before = routes.mock("out").getReceivedCounter();
        assertThat(routes.send(frame(routes, source)).getException()).isNull();
        return routes.received("out", Inference.class).get(before).model().version();
    }

    private String send(Routes routes) {
        return send(routes, "cam");
    }

    private static double level(Routes routes) {
        return ((Values) routes.received("out", Inference.class).getLast().answer()).all().getFirst().value();
    }

    private Choice kept() {
        return Choice.read(Host.ownModels(state), "level");
    }

    private static void awaitCount(ModelVersions versions, ModelVersions.Outcome outcome, int n) {
        Routes.await(outcome + " " + n, () -> versions.count(outcome) >= n);
    }

    @Test
    void anotherVersionTakesOverBetweenTwoFramesAndNoneIsLost() throws Exception {
        install("1.0.0", says(1));
        install("2.0.0", says(2));
        try (Routes routes = open("threads: 1"); ExecutorService cameras = Executors.newFixedThreadPool(3)) {
            routes.mock("out").setRetainFirst(1); // thousands come
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger failures = new AtomicInteger();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String source = "cam" + i;
                running.add(cameras.submit(() -> {
                    while (!enough.get()) {
                        failures.addAndGet(routes.send(frame(routes, source)).getException() == null ? 0 : 1);
                    }
                }));
            }
            try {
                for (int i = 0; i < 50; i++) {
                    assertThat(versions(routes).use("level@" + (i % 2 == 0 ? "2.0.0" : "1.0.0"))).contains("is in use, in place of");
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> camera : running) {
                camera.get();
            }
            assertThat(failures).hasValue(0);
            Book book = routes.ledger().books().stream().filter(b -> b.step().equals("read")).findFirst().orElseThrow();
            assertThat(book.in()).isEqualTo(sent.get()).isEqualTo(book.passed());
            assertThat(versions(routes).models().open()).isEqualTo(1);
            routes.assertAtRest();
        }
    }

    @Test
    void aVersionThatMerelyAppearsChangesNothingAndAChoiceHoldsOverARestart() throws Exception {
        install("1.0.0", says(1));
        try (Routes routes = open("threads: 1")) {
            install("1.1.0", says(1.1));
            versions(routes).look(true);
            assertThat(send(routes)).isEqualTo("1.0.0");
        }
        try (Routes routes = open("threads: 1")) {
            assertThat(send(routes)).isEqualTo("1.0.0");
            assertThat(versions(routes).use("level:1.1.0")).isEqualTo("level 1.1.0 is in use, in place of 1.0.0");
            assertThat(send(routes)).isEqualTo("1.1.0");
            assertThat(level(routes)).isEqualTo(1.1f);
        }
        install("1.2.0", says(1.2));
        try (Routes routes = open("threads: 1")) {
            assertThat(send(routes)).isEqualTo("1.1.0");
            assertThat(versions(routes).rollback("level")).isEqualTo("level 1.0.0 is in use again, in place of 1.1.0");
            assertThat(send(routes)).isEqualTo("1.0.0");
        }
        assertThat(kept().use()).isEqualTo("1.0.0");
        assertThat(kept().refused()).containsOnlyKeys("1.1.0");
        try (Routes routes = open("threads: 1")) {
            assertThatThrownBy(() -> versions(routes).rollback("level")).as("back to what was rolled back").hasMessage("no other version of level was in use on this box before 1.0.0");
            assertThat(send(routes)).isEqualTo("1.0.0");
        }
    }

    @Test
    void takesAHigherVersionByItselfWhereItIsToldToAndNotAHalfCopiedOne() throws Exception {
        install("1.0.0", says(1));
        try (Routes routes = open("update: NEWEST")) {
            Path half = install("1.1.0", says(1.1));
            byte[] whole = Files.readAllBytes(half.resolve("level.onnx"));
            Files.write(half.resolve("level.onnx"), new byte[10]);
            versions(routes).look(true);
            assertThat(send(routes)).isEqualTo("1.0.0");
            assertThat(versions(routes).events().getFirst().text()).startsWith("level 1.1.0 is refused, 1.0.0 stays in use: sha256 is ");
            long refused = versions(routes).count(ModelVersions.Outcome.REFUSED);
            versions(routes).look(true);
            assertThat(versions(routes).count(ModelVersions.Outcome.REFUSED)).as("the same is not tried again").isEqualTo(refused);
            Files.write(half.resolve("level.onnx"), whole);
            versions(routes).look(true);
            assertThat(send(routes)).isEqualTo("1.1.0");
        }
    }

    @Test
    void aCanaryGetsTheFirstPartOfEveryMinuteAndTakesOverOnceItHasStoodItsTest() throws Exception {
        install("1.0.0", says(1));
        install("1.1.0", says(1.01));
        try (Routes routes = open("canary: 10%\npromoteAfter: 5m\nrollbackOn: errors=1%, disagreement=50%")) {
            assertThat(versions(routes).use("level@1.1.0")).isEqualTo("level 1.1.0 is tried on 10 % of the frames and takes over after 5m; until then 1.0.0 is in use");
            Instant began = now.get();
            StringBuilder minute = new StringBuilder();
            for (int s = 0; s < 70; s++) {
                now.set(began.plusSeconds(s));
                minute.append(send(routes).equals("1.1.0") ? 'n' : 'o');
            }
            assertThat(minute.toString()).isEqualTo("n".repeat(6) + "o".repeat(54) + "n".repeat(6) + "o".repeat(4));
            assertThat(kept().use()).isEqualTo("1.0.0");
            assertThat(kept().tried()).isEqualTo("1.1.0");
            for (int s = 180; s < 190; s++) {
                now.set(began.plusSeconds(s));
                send(routes);
            }
            now.set(began.plusSeconds(299));
            versions(routes).look(false);
            assertThat(send(routes)).isEqualTo("1.0.0");
            for (int s = 240; s < 246; s++) { // the twentieth frame
                now.set(began.plusSeconds(s));
                send(routes);
            }
            ModelLine.BesideLine trial = versions(routes).lines().getFirst().steps().getFirst().beside().getFirst();
            assertThat(trial.frames()).isEqualTo(24);
            assertThat(trial.letOut()).isEqualTo(24);
            assertThat(trial.agreement()).isEqualTo(1);
            now.set(began.plusSeconds(301));
            versions(routes).look(false);
            assertThat(send(routes)).isEqualTo("1.1.0");
            assertThat(versions(routes).events().getFirst().text()).isEqualTo("level 1.1.0 has stood its test and is in use, in place of 1.0.0");
            assertThat(kept()).isEqualTo(new Choice("1.1.0", List.of("1.0.0"), null, false, Map.of()));
            assertThat(versions(routes).models().open()).isEqualTo(1);
            routes.assertAtRest();
        }
    }

    @Test
    void aCanaryByCameraGetsAllFramesOfSome() throws Exception {
        install("1.0.0", says(1));
        install("1.1.0", says(1));
        try (Routes routes = open("canary: 25%\ncanaryBy: CAMERA")) {
            versions(routes).use("level@1.1.0");
            List<String> cameras = List.of("north", "south", "east", "west");
            cameras.forEach(c -> send(routes, c)); // now all are known
            List<String> on = cameras.stream().filter(c -> send(routes, c).equals("1.1.0")).toList();
            assertThat(on).hasSize(1);
            for (int i = 0; i < 5; i++) {
                assertThat(cameras.stream().filter(c -> send(routes, c).equals("1.1.0"))).isEqualTo(on);
            }
        }
    }

    enum Bad {
        WRONG("100 % of what it says is not what the version in use says, the limit is 50 %, over 20 pictures", 20, 19),
        FAILING("it failed on 3 of 3 pictures, the limit is 1 %: ", 3, 0),
        NO_NUMBER("it failed on 3 of 3 pictures, the limit is 1 %: an output holds what is not a number (NaN)", 3, 0),
        SLOW("ms (50th percentile of 20 runs), the limit is ", 20, 19);

        private final String why;
        private final int frames;
        private final int letOut;

        Bad(String why, int frames, int letOut) {
            this.why = why;
            this.frames = frames;
            this.letOut = letOut;
        }

        TinyOnnx model() {
            return switch (this) {
                case WRONG -> says(7);
                case FAILING -> level().failsOnPictures("image", "value", 1);
                case NO_NUMBER -> says(Double.NaN);
                case SLOW -> level().givesSlowly("image", "value", 1, 256, 40);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBadVersionIsRolledBackByItselfAndNoFrameIsLost(Bad bad) throws Exception {
        install("1.0.0", says(1));
        install("2.0.0", bad.model());
        try (Routes routes = open("canary: 100%")) {
            for (int i = 0; i < 50; i++) {
                send(routes);
            }
            versions(routes).use("level@2.0.0");
            int tried = 0;
            for (int i = 0; i < 60; i++) {
                tried += send(routes).equals("2.0.0") ? 1 : 0;
            }
            assertThat(tried).isEqualTo(bad.letOut);
            awaitCount(versions(routes), ModelVersions.Outcome.ROLLED_BACK, 1);
            assertThat(versions(routes).events().getFirst().text()).startsWith("level 2.0.0 is rolled back, 1.0.0 stays in use: ").contains(bad.why);
            assertThat(send(routes)).isEqualTo("1.0.0");
            assertThat(kept().refused().get("2.0.0")).contains(bad.why);
            assertThat(kept().tried()).isNull();
            assertThatThrownBy(() -> versions(routes).use("level@2.0.0")).isInstanceOf(IllegalStateException.class).hasMessageContaining("headwater models retry level@2.0.0 tries it again");
            assertThat(versions(routes).retry("level@2.0.0")).startsWith("level 2.0.0 is tried on 100 % of the frames");
            Book book = routes.ledger().books().stream().filter(b -> b.step().equals("read")).findFirst().orElseThrow();
            assertThat(book.passed()).isEqualTo(sent.get());
            routes.assertAtRest();
        }
    }

    /** Its four hundred products are a minute of work or more. */
    @Test
    void aRunThatDoesNotEndIsEndedAndItsFrameIsAnsweredAllTheSame() throws Exception {
        install("1.0.0", says(1));
        install("2.0.0", level().stallsOnPictures("image", "value", 1, 1500, 400));
        try (Routes routes = open("canary: 100%")) {
            for (int i = 0; i < 30; i++) {
                send(routes);
            }
            versions(routes).use("level@2.0.0");
            for (int i = 0; i < 3; i++) {
                assertThat(send(routes)).isEqualTo("1.0.0");
            }
            awaitCount(versions(routes), ModelVersions.Outcome.ROLLED_BACK, 1);
            assertThat(versions(routes).events().getFirst().text()).contains("it failed on ");
        }
    }

    @Test
    void aVersionThatDoesNotFitIsRefusedAndAllRunsOn() throws Exception {
        install("1.0.0", says(1));
        try (Routes routes = open("threads: 1")) {
            install(folder.resolve("models"), "2.0.0", says(2), "{ tensors: {} }");
            install("3.0.0", says(3));
            Files.writeString(folder.resolve("models/level/3.0.0/model.yaml"), "sha257: 1\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> versions(routes).use("level@2.0.0")).isInstanceOf(RefusedException.class)
                    .hasMessageContaining("level 2.0.0 answers Tensors, 1.0.0 in step tank/read answers Values")
                    .hasMessageContaining("name the version in the route, so that the steps behind are checked with it");
            assertThatThrownBy(() -> versions(routes).use("level@3.0.0")).isInstanceOf(RefusedException.class).hasMessageContaining("sha257");
            assertThatThrownBy(() -> versions(routes).use("level@4.0.0")).isInstanceOf(RefusedException.class)
                    .hasMessageContaining("there is no level 4.0.0, there are 1.0.0, 2.0.0, 3.0.0");
            assertThatThrownBy(() -> versions(routes).use("level")).hasMessage("level names no version: write it as people@1.3.0");
            assertThatThrownBy(() -> versions(routes).use("levle@1.0.0")).hasMessage("no route runs a model levle: what runs is level");
            assertThatThrownBy(() -> versions(routes).rollback("level")).hasMessage("no other version of level was in use on this box before 1.0.0");
            assertThat(send(routes)).isEqualTo("1.0.0");
            assertThat(versions(routes).models().open()).isEqualTo(1);
        }
    }

    @Test
    void whatARouteNamesItselfIsNotChanged() throws Exception {
        install("1.0.0", says(1));
        install("1.1.0", says(1));
        try (Routes routes = open("level:1.0.0", "threads: 1")) {
            assertThatThrownBy(() -> versions(routes).use("level@1.1.0"))
                    .hasMessage("every step that runs level names its version in its route: tank/read names level:1.0.0; change the route, or leave the version out there");
        }
    }

    @Test
    void aBoxThatEndsInATrialComesBackWithTheLastGoodVersion() throws Exception {
        install("1.0.0", says(1));
        install("1.1.0", says(1));
        new Choice("1.0.0", List.of(), "1.1.0", false, Map.of()).write(Host.ownModels(state), "level"); // as a killed box leaves it
        try (Routes routes = open("canary: 100%")) {
            assertThat(send(routes)).isEqualTo("1.0.0");
            assertThat(versions(routes).events().getFirst().text()).isEqualTo("level 1.1.0 is rolled back, 1.0.0 runs: the box ended while it was tried");
            assertThat(kept().refused()).containsEntry("1.1.0", "the box ended while it was tried");
            versions(routes).retry("level@1.1.0");
            assertThat(send(routes)).isEqualTo("1.1.0");
        }
        assertThat(kept().paused()).as("stopped in good order").isTrue();
        try (Routes routes = open("canary: 100%")) {
            assertThat(send(routes)).as("the trial goes on").isEqualTo("1.1.0");
            assertThat(kept().paused()).isFalse();
            assertThat(versions(routes).rollback("level")).isEqualTo("level 1.1.0 is rolled back, 1.0.0 stays in use: a person ended the trial");
            assertThat(send(routes)).isEqualTo("1.0.0");
        }
    }

    @Test
    void runsTheVersionBeforeWhereTheOneInUseIsDamaged() throws Exception {
        install("1.0.0", says(1));
        Path newer = install("1.1.0", says(1));
        try (Routes routes = open("threads: 1")) {
            assertThat(versions(routes).use("level@1.1.0")).endsWith("in place of 1.0.0");
        }
        Files.write(newer.resolve("level.onnx"), new byte[10]);
        try (Routes routes = open("threads: 1")) {
            assertThat(send(routes)).isEqualTo("1.0.0");
            assertThat(versions(routes).events().getFirst().text()).startsWith("level 1.1.0 cannot be run, 1.0.0 runs instead: sha256 is ");
        }
        assertThat(kept().use()).as("mended, it runs again").isEqualTo("1.1.0");
    }

    @Test
    void aShadowIsComparedAndNothingOfItGoesOn() throws Exception {
        install("1.0.0", says(1));
        install("1.1.0", says(1.5));
        try (Routes routes = open("shadow: 1.1.0\nrollbackOn: errors=1%")) {
            versions(routes).use("level@1.0.0");
            for (int i = 0; i < 30; i++) {
                assertThat(send(routes)).isEqualTo("1.0.0");
            }
            ModelLine.BesideLine shadow = versions(routes).lines().getFirst().steps().getFirst().beside().getFirst();
            assertThat(shadow.shadow()).isTrue();
            assertThat(shadow.frames()).isEqualTo(30);
            assertThat(shadow.letOut()).isZero();
            assertThat(shadow.agreement()).isZero();
            routes.assertAtRest();
        }
    }
}
