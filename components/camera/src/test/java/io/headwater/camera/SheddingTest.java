package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.Pictures;
import io.headwater.exchange.Host;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.PixelFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not done for frames that nobody wants. */
@Timeout(60)
final class SheddingTest {
    private static final int CLIP_FRAMES = 795;
    private static final int BROKEN = 8;
    private static final long FIRST_MILLIS = 2_000;

    @TempDir
    Path folder;

    @Test
    void aJpegThatIsShedIsNotDecoded() throws Exception {
        Path file = firstAndLastAreWhole();
        CountDownLatch go = new CountDownLatch(1);
        try (Rig rig = new Rig(folder, Host.builder().workers(1))) {
            rig.onFrame = frame -> await(go);
            rig.route("location: " + file);
            Rig.await("all came", () -> rig.source().in() == BROKEN + 2);
            go.countDown();
            rig.awaitEnd();

            assertThat(rig.source().dropped()).isEqualTo(Map.of("shed", (long) BROKEN));
            assertThat(rig.source().failed()).as("nobody has looked into them").isEmpty();
            assertThat(rig.seen).extracting(Rig.Seen::sequence).containsExactly(0L, BROKEN + 1L);
            rig.assertNothingLeft();
        }
    }

    @Test
    void aJpegThatIsWantedIsDecodedAndFoundBroken() throws Exception {
        for (String pace : List.of("fast", "realtime")) {
            try (Rig rig = new Rig(folder, Host.builder().workers(1)).route("location: " + firstAndLastAreWhole(), "pace: " + pace)) {
                rig.awaitEnd();

                assertThat(rig.source().in()).isEqualTo(BROKEN + 2);
                assertThat(rig.source().failed()).isEqualTo(Map.of("undecodable", BROKEN - rig.source().dropped().getOrDefault("shed", 0L)));
                assertThat(rig.seen).extracting(Rig.Seen::sequence).containsExactly(0L, BROKEN + 1L);
                rig.assertNothingLeft();
            }
        }
    }

    @Test
    void framesForWhichThereIsNoMemoryAreNotDecodedEither() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Rig rig = new Rig(folder, Host.builder().workers(2).frameBytes(100_000))) {
            rig.onFrame = frame -> await(go); // which has all memory, and there is another worker
            rig.route("location: " + firstAndLastAreWhole(), "frames: " + (BROKEN + 1));
            Rig.await("all came to an end but the one", () -> rig.source().dropped().values().stream().mapToLong(Long::longValue).sum() == BROKEN);
            go.countDown();
            rig.awaitEnd();

            assertThat(rig.source().dropped()).containsKey("no memory");
            assertThat(rig.source().failed()).isEmpty();
            assertThat(rig.seen).hasSize(1);
            rig.assertNothingLeft();
        }
    }

    @Test
    void failsWhenALivePictureIsLargerThanTheMemoryForFrames() throws Exception {
        try (Rig rig = new Rig(folder, Host.builder().frameBytes(100_000)).route("location: test", "fps: 200")) {
            rig.awaitEnd();

            assertThat(rig.status().state()).isEqualTo(CameraState.FAILED);
            assertThat(rig.status().error()).isEqualTo("a frame of 640x480 BGR24 takes 921600 bytes, the pool has 100000: "
                    + "raise headwater.memory.frames or use smaller pictures");
            rig.assertNothingLeft();
        }
    }

    @Test
    void tellsOfALastPictureThatIsLargerThanTheMemoryForFrames() throws Exception {
        try (Rig rig = new Rig(folder, Host.builder().frameBytes(100_000)).route("location: test", "frames: 1")) {
            rig.awaitEnd();
            Rig.await("it is told", () -> rig.status().state() == CameraState.FAILED);
            assertThat(rig.source().dropped()).isEqualTo(Map.of("no memory", 1L));
            rig.assertNothingLeft();
        }
    }

    @Test
    void keyFramesAloneAreAsInTheWholeVideo() throws Exception {
        List<Rig.Seen> whole = new ArrayList<>();
        try (Rig rig = new Rig(folder.resolve("whole"), Host.builder().workers(1)).route("location: " + Rig.CLIP, "pace: fast", "start: 2026-05-04T08:00:00Z")) {
            rig.awaitEnd();
            whole.addAll(rig.seen);
        }
        Map<Long, Rig.Seen> bySequence = whole.stream().collect(Collectors.toMap(Rig.Seen::sequence, Function.identity()));
        for (String pace : List.of("pace: fast", "decoderThreads: 2")) {
            try (Rig rig = new Rig(folder.resolve("keys-" + pace.length()), Host.builder().workers(1))
                    .route("location: " + Rig.CLIP, pace, "pace: fast".equals(pace) ? "loop: false" : "pace: fast", "keyFramesOnly: true", "start: 2026-05-04T08:00:00Z")) {
                rig.awaitEnd();

                assertThat(rig.source().in()).isEqualTo(CLIP_FRAMES);
                assertThat(rig.source().failed()).isEmpty();
                assertThat(rig.source().heldBack()).isEqualTo(Map.of("no key frame", CLIP_FRAMES - rig.source().passed()));
                assertThat(rig.seen).hasSizeBetween(2, CLIP_FRAMES / 4).allSatisfy(seen -> assertThat(seen).isEqualTo(bySequence.get(seen.sequence())));
                rig.assertNothingLeft();
            }
        }
    }

    @Test
    void eventTimeGoesOnWhenKeyFramesBeginAgain() throws Exception {
        try (Rig rig = new Rig(folder, Host.builder().workers(1))
                .route("location: " + Rig.CLIP, "pace: fast", "loop: true", "frames: 900", "keyFramesOnly: true", "start: 2026-05-04T08:00:00Z")) {
            rig.awaitEnd();

            assertThat(rig.source().in()).isEqualTo(900);
            assertThat(rig.seen).filteredOn(seen -> seen.sequence() == CLIP_FRAMES).extracting(Rig.Seen::eventTime)
                    .containsExactly(Instant.parse("2026-05-04T08:01:19.5Z"));
            rig.assertNothingLeft();
        }
    }

    /** JPEGs of which the first and the last can be decoded; the second comes late, so that the first is at work by then. */
    private Path firstAndLastAreWhole() throws Exception {
        Path file = folder.resolve("broken.mkv");
        Files.deleteIfExists(file);
        try (FramePool pool = new FramePool(1 << 20); VideoWriter writer = VideoWriter.open(file, 160, 120, PixelFormat.BGR24, 80)) {
            Pictures pictures = new Pictures(pool, "t", 160, 120, PixelFormat.BGR24, Duration.ofMillis(40));
            for (int i = 0; i < BROKEN + 2; i++) {
                Frame frame = pictures.frame(i);
                writer.write(frame.pixels(), i == 0 ? 0 : FIRST_MILLIS + 40L * i);
                frame.release();
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        List<Integer> begins = new ArrayList<>();
        for (int at = 0; at < bytes.length - 1; at++) {
            if (bytes[at] == (byte) 0xFF && bytes[at + 1] == (byte) 0xD8) {
                begins.add(at);
            }
        }
        assertThat(begins).hasSize(BROKEN + 2);
        for (int at : begins.subList(1, BROKEN + 1)) {
            Arrays.fill(bytes, at, at + 700, (byte) 0);
        }
        return Files.write(file, bytes);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
