package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What routes need at once, against what there is: HW-037 and HW-038. */
class MemoryRulesTest extends SiteTest {
    private static final long MIB = 1 << 20;
    private static final String SOURCE = """
            - route:
                id: door
                from:
                  uri: camera
                  parameters:
                    name: door
                    location: %s
                  steps:
            """;
    private static final String WRITES = """
                    - to:
                        uri: stage
                        parameters:
                          name: work
            """;
    private static final String READER = """
            - from:
                uri: stage
                parameters:
                  name: work
                  workers: 3
                steps:
                  - to: log:seen
            """;

    @AfterEach
    void noSetting() {
        System.clearProperty("headwater.memory.frames");
    }

    private String check(long pictures, long memory, String... text) {
        Path file = site.write("site.camel.yaml", String.join("", text));
        return site.text(RouteChecker.check(List.of(file), List.of(), (path, root) -> root, new Machine(pictures * MIB, memory * MIB, 4)));
    }

    @Test
    void refusesAPictureThatCanNeverFit() {
        String pattern = SOURCE.formatted("test\n        width: 4096\n        height: 2160") + "        - to: log:seen\n";
        assertThat(check(25, 0, pattern)).startsWith("""
                site.camel.yaml:4:12: error [HW-037] one picture of 4096×2160 BGR24 takes 25.3 MiB, the memory for pictures has 25.0 MiB
                  fix: headwater.memory.frames=424673280, or smaller pictures     see: components/camera/README.md#options
                site.camel.yaml:4:12: warning [HW-038] pictures may take 126.6 MiB at once""");
        assertThat(check(152, 0, pattern)).isEmpty();
    }

    @Test
    void addsUpWhatAStageMayHoldAndNamesEachShare() {
        String stage = SOURCE.formatted("rtsp://10.0.0.5/live") + WRITES + READER;
        assertThat(check(256, 0, stage)).isEqualTo("""
                site.camel.yaml:10:18: warning [HW-038] pictures may take 320.4 MiB at once, the memory for them has 256.0 MiB, and what does not fit is shed or waits: \
                296.6 MiB stage work (100 pictures of 1920×1080 I420 (assumed)); 14.8 MiB camera door (5 pictures of 1920×1080 I420 (assumed), and 6 in its decoder); \
                8.9 MiB the route behind stage work (3 of its items)
                  fix: smaller pictures or stages, or headwater.memory.frames=336592896 (run --frames 321)     see: components/stage/README.md#options""");
        assertThat(check(324, 0, stage)).isEmpty();
        assertThat(check(256, 0, stage.replace("live", "live\n        width: 1280\n        height: 720"))).as("said by options").isEmpty();
        assertThat(check(256, 0, SOURCE.formatted("rtsp://10.0.0.5/live") + WRITES + "              capacity: 20\n" + READER)).isEmpty();
        assertThat(check(256, 0, SOURCE.formatted("rtsp://10.0.0.5/live") + WRITES + "              maxBytes: 64MiB\n" + READER)).isEmpty();
    }

    @Test
    void countsAPictureThatWasMadeOfAnotherWithTheOther() {
        String small = SOURCE.formatted("rtsp://10.0.0.5/live") + "        - to: preprocess:small?width=192&height=108\n" + WRITES + READER;
        assertThat(check(256, 0, small)).contains("302.6 MiB stage work (100 pictures of 192×108 BGR24 and what they were made of)",
                "24.0 MiB preprocess small (4 pictures of 192×108 BGR24, each made by way of one of 1920×1080 BGR24)");
    }

    @Test
    void countsNoPictureBehindSummarize() {
        assertThat(check(64, 0, SOURCE.formatted("test") + "        - to: summarize:a\n" + WRITES + READER)).isEmpty();
    }

    @Test
    void countsAStageAndAModelOnceHoweverManyUseThem() {
        String twice = (SOURCE.formatted("test") + "        - to: infer:people\n" + WRITES).replace("door", "a") + (SOURCE.formatted("test") + "        - to: infer:people\n" + WRITES).replace("door", "b");
        assertThat(check(64, 0, twice + READER)).containsOnlyOnce(" MiB stage work (").contains("87.9 MiB stage work (100 pictures of 640×480 BGR24)");
        assertThat(check(256, 16, twice + READER)).containsOnlyOnce("MiB model people 1.0.0 (its weights, and 4 inputs)");
    }

    @Test
    void comparesAllWithTheMachine() {
        String camera = SOURCE.formatted("rtsp://10.0.0.5/live") + "        - to: log:seen\n";
        assertThat(check(256, 32, camera)).isEqualTo("""
                site.camel.yaml:4:12: warning [HW-038] pictures, decoders and models may take 32.6 MiB at once, this machine has 32.0 MiB: \
                32.6 MiB camera door (5 pictures of 1920×1080 I420 (assumed), and 6 in its decoder)
                  fix: fewer routes on this machine, smaller pictures, or a smaller headwater.memory.frames     see: components/camera/README.md#options""");
        assertThat(check(256, 33, camera)).isEmpty();
    }

    @Test
    void readsAClipsSizeFromTheClip() throws IOException {
        Files.copy(Site.HOME.resolve("routes/people/crossing.mp4"), site.folder.resolve("crossing.mp4"));
        assertThat(check(1, 0, SOURCE.formatted("crossing.mp4") + "        - to: log:seen\n")).contains("5 pictures of 768×576 I420, and 6 in its decoder");
        assertThat(check(1, 0, SOURCE.formatted("crossing.mp4\n        pace: FAST") + "        - to: log:seen\n")).as("a worker each may wait").contains("10 pictures of 768×576 I420");
    }

    @Test
    void takesTheMemoryForPicturesFromItsSetting() {
        String camera = SOURCE.formatted("test") + "        - to: log:seen\n";
        assertThat(site.check(camera)).isEmpty();
        System.setProperty("headwater.memory.frames", "921599");
        assertThat(site.check(camera)).contains("error [HW-037] one picture of 640×480 BGR24 takes 0.9 MiB");
        System.setProperty("headwater.memory.frames", "256MiB");
        assertThat(site.check(camera)).isEmpty();
        System.setProperty("headwater.memory.frames", "much");
        assertThat(site.check(camera)).isEqualTo("""
                site.camel.yaml:1:1: error [HW-006] headwater.memory.frames is much, must be a size such as 256MiB
                  fix: headwater.memory.frames=256MiB""");
    }
}
