package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Routes;
import io.headwater.exchange.RefusedException;
import io.headwater.runtime.recording.NotRecordedException;
import io.headwater.runtime.recording.RecordingState;
import io.headwater.runtime.recording.Recordings;
import io.headwater.runtime.recording.Scrub;
import io.headwater.runtime.recording.Wish;
import io.headwater.runtime.testing.TestRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The people route is recorded while it runs as on a box, and the recording becomes a test. */
class RecordingsTest {
    private static final Path ROUTE = Path.of(System.getProperty("headwater.home")).resolve("routes/people/people.camel.yaml");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long MUCH = 1L << 40;
    @TempDir
    Path folder;
    private Path out;
    private Routes running;
    private LoadedRoutes loaded;
    private Recordings recordings;

    @BeforeEach
    void start() {
        out = folder.resolve("out");
        running = Routes.builder().workers(2).frameBytes(64 << 20).yaml("- route:\n    id: idle\n    from:\n      uri: direct:in\n      steps:\n        - stop: {}\n");
        loaded = new LoadedRoutes(running.context(), running.host(), gone -> {});
        recordings = new Recordings(running.host(), () -> loaded.current().parts()).install(running.context());
    }

    @AfterEach
    void stop() throws InterruptedException {
        recordings.close();
        running.stopRoutes();
        assertThat(running.host().frames().frames()).as("leases").isZero();
        assertThat(running.host().frames().lost()).isZero();
        running.close();
        System.clearProperty("headwater.privacy");
    }

    private void runs(Path... files) {
        loaded.change(RouteSet.read(List.of(files)));
    }

    private Wish wish(Duration time, long maxBytes, int quality, Scrub scrub) {
        return new Wish("people", out, time, maxBytes, quality, scrub, false, "headwater record people");
    }

    private RecordingState state() {
        return recordings.state("people").orElseThrow();
    }

    private RecordingState ended() {
        Routes.await("the recording ends", () -> state().end() != null);
        return state();
    }

    private void begun(long items) {
        Routes.await(items + " items are recorded", () -> state().items() >= items);
    }

    private String test(boolean update) throws IOException {
        TestRun run = TestRun.read(List.of(out), List.of());
        assertThat(run.problems()).isEmpty();
        StringWriter told = new StringWriter();
        run.run(new PrintWriter(told), 1, update, true, null);
        return told.toString();
    }

    @Test
    void becomesATestThatIsGreenAndTurnsRedWithTheRoute() throws IOException {
        runs(ROUTE);
        recordings.start(wish(Duration.ofSeconds(5), MUCH, 0, Scrub.NOTHING));
        RecordingState state = ended();
        assertThat(state.end()).isEqualTo("its time is over");
        assertThat(state.items()).as("ten frames a second").isBetween(30L, 55L);
        assertThat(state.missed()).isEmpty();
        assertThat(out.resolve("cam.mkv")).exists();
        String text = Files.readString(out.resolve("people.test.yaml"));
        assertThat(text).contains("frames: " + state.items(), "people/find: { in: " + state.items() + " }", "people/sum: { in: " + state.items() + " }").doesNotContain("people/up");
        assertThat(test(true)).contains("1 passed").contains("made ");
        assertThat(test(false)).as("again, with the golden file").contains("1 test: 1 passed");

        Path route = out.resolve("people.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("0.4", "0.99"));
        assertThat(test(false)).contains("FAILED", "people.boxes.json boxes of frame 0");
    }

    @Test
    void keepsWhatWasRecordedWhenStoppedInTheMiddle() throws Exception {
        runs(ROUTE);
        recordings.start(wish(LONG, MUCH, 90, Scrub.NOTHING));
        begun(5);
        assertThatThrownBy(() -> recordings.start(wish(LONG, MUCH, 0, Scrub.NOTHING))).isInstanceOf(NotRecordedException.class)
                .hasMessage("error: the route people is being recorded already, into " + out + "\n  fix: wait for its end, or press Ctrl-C there");
        recordings.stop("people");
        assertThat(state().end()).isEqualTo("stopped");
        assertThat(test(true)).contains("1 passed");
        assertThat(Files.readString(out.resolve("people.test.yaml"))).contains("# Pictures are JPEGs of quality 90");
    }

    @Test
    void endsWithItsRoute() throws IOException {
        runs(ROUTE);
        recordings.start(wish(LONG, MUCH, 0, Scrub.NOTHING));
        begun(3);
        loaded.change(RouteSet.EMPTY);
        assertThat(ended().end()).isEqualTo("the route was stopped or replaced");
        assertThat(test(true)).contains("1 passed");
    }

    @Test
    void endsAtItsSize() {
        runs(ROUTE);
        recordings.start(wish(LONG, 1_000_000, 0, Scrub.NOTHING));
        assertThat(ended().end()).isEqualTo("the most that may be written is reached");
        assertThat(state().bytes()).isBetween(1_000_000L, 8_000_000L);
    }

    @Test
    void scrubsWhatTheModelsFound() throws IOException {
        runs(ROUTE);
        recordings.start(wish(Duration.ofSeconds(2), MUCH, 0, new Scrub(Scrub.Pictures.BOXES, Set.of("person"), 16, Set.of())));
        ended();
        assertThat(Files.readString(out.resolve("people.test.yaml"))).contains("# Scrubbed: the boxes of person that the route's models found became blocks of 16 pixels").doesNotContain("people/find: {");
        assertThat(test(true)).contains("1 passed");
    }

    @Test
    void refusesPicturesWhereTheyMayNotLeave() {
        runs(ROUTE);
        System.setProperty("headwater.privacy", "no-pictures-leave");
        assertThatThrownBy(() -> recordings.start(wish(LONG, MUCH, 0, Scrub.NOTHING))).isInstanceOf(RefusedException.class).hasMessage(ROUTE + """
                :1:1: error [HW-067] the source people/cam gives pictures, and headwater.privacy is no-pictures-leave
                  fix: --scrub pixelate or --scrub boxes; or --allow-pictures, if you may     see: src/docs/guide/test.md#record-a-test""");
        assertThat(out).doesNotExist();
        recordings.start(wish(Duration.ofMillis(500), MUCH, 0, new Scrub(Scrub.Pictures.PIXELATE, Set.of(), 32, Set.of())));
        assertThat(ended().items()).isPositive();
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        runs(ROUTE);
        Wish wrong = new Wish("peple", out, LONG, MUCH, 0, Scrub.NOTHING, false, "");
        assertThatThrownBy(() -> recordings.start(wrong)).isInstanceOf(NotRecordedException.class)
                .hasMessage("error: no route 'peple' runs here; did you mean 'people'?\n  fix: one of idle, people");
        Path file = Files.writeString(folder.resolve("next.camel.yaml"), "- route:\n    id: next\n    from:\n      id: queue\n      uri: seda\n      parameters:\n        name: q\n      steps:\n        - stop: {}\n");
        runs(ROUTE, file);
        assertThatThrownBy(() -> recordings.start(new Wish("next", out, LONG, MUCH, 0, Scrub.NOTHING, false, ""))).isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(file + ":1:1: error [HW-068] the source next/queue gets what other routes send, and only what comes to the box is recorded\n");
        Scrub fields = new Scrub(Scrub.Pictures.AS_THEY_ARE, Set.of(), 16, Set.of("serial"));
        assertThatThrownBy(() -> recordings.start(wish(LONG, MUCH, 0, fields))).isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(ROUTE + ":1:1: error [HW-066] the source people/cam gives pictures, which have no fields\n");
        Files.createDirectories(out.resolve("full"));
        assertThatThrownBy(() -> recordings.start(wish(LONG, MUCH, 0, Scrub.NOTHING))).isInstanceOf(NotRecordedException.class)
                .hasMessage("error: " + out + " is there already, and not empty\n  fix: --out DIR names a folder that is not there yet");
    }

    /** Any source of Camel's: here files, with a secret beside them, and a header that a step looks at. */
    @Test
    void recordsWhatAnySourceGivesAndPlaysItInTheSourcesPlace() throws Exception {
        Path in = Files.createDirectories(folder.resolve("in"));
        Path route = Files.writeString(folder.resolve("files.camel.yaml"), """
                - route:
                    id: files
                    from:
                      id: in
                      uri: file
                      parameters:
                        directoryName: %s
                        delay: 50
                """.formatted(in) + """
                      steps:
                        - setHeader:
                            id: key
                            name: apiKey
                            expression:
                              constant:
                                id: secret
                                expression: abc-is-secret
                        - filter:
                            id: texts
                            expression:
                              simple:
                                id: is-text
                                expression: "${file:ext} == 'txt'"
                            steps:
                              - convertBodyTo:
                                  id: text
                                  type: String
                              - to:
                                  id: up
                                  uri: uplink
                                  parameters:
                                    channel: files
                """);
        runs(route);
        recordings.start(new Wish("files", out, LONG, MUCH, 0, Scrub.NOTHING, false, "headwater record files"));
        Files.writeString(in.resolve("a.txt"), "one, at https://ada:hunter2@example.org/");
        Files.write(in.resolve("b.bin"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        Files.writeString(in.resolve("c.txt"), "{\"password\": \"hunter2\", \"n\": 3}");
        Routes.await("all came", () -> recordings.state("files").orElseThrow().items() == 3);
        recordings.close();
        String all = Files.readString(out.resolve("in.jsonl")) + Files.readString(out.resolve("files.camel.yaml"));
        assertThat(all).doesNotContain("hunter2").doesNotContain("abc-is-secret").contains("\"as\":\"base64\"", "one, at https://example.org/");
        String test = Files.readString(out.resolve("files.test.yaml"));
        assertThat(test).contains("files/in:\n        recording: in.jsonl", "files/in: { in: 3 }", "files/texts: { in: 3 }", "files/up: { in: 2 }");
        assertThat(test(true)).contains("1 passed");
        Path recorded = out.resolve("files.camel.yaml");
        Files.writeString(recorded, Files.readString(recorded).replace("'txt'", "'bin'"));
        assertThat(test(false)).contains("FAILED", "files/up in: expected 2, was 1");
        Files.writeString(out.resolve("in.jsonl"), "{\"at\": \"now\"}\n");
        assertThat(TestRun.read(List.of(out), List.of()).problems()).singleElement().asString().contains("files.test.yaml:", "error [HW-066] the recording " + out.resolve("in.jsonl")
                + " cannot be read: line 1 has 'at': \"now\", must be a time such as \"2026-05-04T08:00:00Z\"");
    }
}
