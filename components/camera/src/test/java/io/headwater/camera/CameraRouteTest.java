package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.headwater.exchange.Host;
import io.headwater.flow.Book;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CameraRouteTest {
    private static final int CLIP_FRAMES = 795;
    private static final Instant MORNING = Instant.parse("2026-05-04T08:00:00Z");

    @TempDir
    Path folder;

    @Test
    void playsTheWholeClipFlatOutWithoutLoss() throws Exception {
        try (Rig rig = new Rig(folder, Host.builder().workers(1)).route("location: " + Rig.CLIP, "pace: fast", "start: 2026-05-04T08:00:00Z")) {
            rig.awaitEnd();

            assertThat(rig.seen).hasSize(CLIP_FRAMES);
            assertThat(rig.seen).extracting(Rig.Seen::sequence).containsExactlyElementsOf(LongStream.range(0, CLIP_FRAMES).boxed().toList());
            assertThat(rig.seen.getFirst()).isEqualTo(new Rig.Seen(0, 0, MORNING, 768, 576, rig.seen.getFirst().firstPixel()));
            assertThat(rig.seen.getLast().eventTime()).isEqualTo(MORNING.plusMillis(79_400));
            assertThat(rig.source().passed()).isEqualTo(CLIP_FRAMES);
            assertThat(rig.status().state()).isEqualTo(CameraState.ENDED);
            rig.assertNothingLeft();
        }
    }

    @Test
    void losesNothingWithSeveralWorkersAndASmallPool() throws Exception {
        Host.Builder small = Host.builder().workers(4).frameBytes(3 * 700_000L);
        try (Rig rig = new Rig(folder, small).route("location: " + Rig.CLIP, "pace: fast", "frames: 100")) {
            rig.awaitEnd();

            assertThat(rig.seen).extracting(Rig.Seen::sequence).containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).boxed().toList());
            rig.assertNothingLeft();
        }
    }

    @Test
    void goesOnWithEventTimeWhenTheClipBeginsAgain() throws Exception {
        try (Rig rig = new Rig(folder, Host.builder().workers(1))
                .route("location: " + Rig.CLIP, "pace: fast", "loop: true", "frames: 900", "start: 2026-05-04T08:00:00Z")) {
            rig.awaitEnd();

            assertThat(rig.seen).hasSize(900);
            assertThat(rig.seen).extracting(Rig.Seen::eventTime).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
            assertThat(rig.seen.get(CLIP_FRAMES).eventTime()).isEqualTo(MORNING.plusMillis(79_500));
            assertThat(rig.seen.get(CLIP_FRAMES).firstPixel()).isEqualTo(rig.seen.getFirst().firstPixel());
            rig.assertNothingLeft();
        }
    }

    @Test
    void shedsAtTheSourceWhenARealtimeRouteIsSlow() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Rig rig = new Rig(folder, Host.builder().workers(1))) {
            rig.onFrame = frame -> await(go);
            rig.route("location: " + Rig.CLIP, "frames: 8");
            Rig.await("six of eight were shed", () -> rig.source().dropped().getOrDefault("shed", 0L) == 6);
            go.countDown();
            rig.awaitEnd();

            assertThat(rig.source().in()).isEqualTo(8);
            assertThat(rig.seen).hasSize(2);
            Rig.Seen first = rig.seen.getFirst();
            Rig.Seen newest = rig.seen.getLast();
            assertThat(newest.sequence()).as("the last, or one that came just before it, on a machine that stood still for a moment").isBetween(6L, 7L);
            assertThat(Duration.between(first.eventTime(), newest.eventTime())).isEqualTo(Duration.ofMillis(100 * (newest.sequence() - first.sequence())));
            rig.assertNothingLeft();
        }
    }

    @Test
    void givesATestPatternThatMoves() throws Exception {
        try (Rig rig = new Rig(folder, Host.builder().workers(1)).route("location: test", "fps: 200", "width: 128", "height: 96", "frames: 12")) {
            rig.awaitEnd();

            assertThat(rig.source().in()).isEqualTo(12);
            assertThat(rig.seen).isNotEmpty().allSatisfy(s -> assertThat(s.width() + "x" + s.height()).isEqualTo("128x96"));
            assertThat(rig.status().state()).isEqualTo(CameraState.ENDED);
            rig.assertNothingLeft();
        }
    }

    @Test
    void refusesAClipThatIsMissing() throws Exception {
        try (Rig rig = new Rig(folder)) {
            assertThatThrownBy(() -> rig.route("location: " + folder.resolve("missing.mp4")))
                    .hasMessage("crossing:5:1: error [HW-011] camera.location is " + folder.resolve("missing.mp4") + ", there is no such file\n"
                            + "  fix: put the clip there, or location: test     see: components/camera/README.md#options");
        }
    }

    @Test
    void refusesAFileThatIsNoVideo() throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.mp4"), "this is no video. ".repeat(1000));
        try (Rig rig = new Rig(folder)) {
            assertThatThrownBy(() -> rig.route("location: " + garbage))
                    .hasMessage("crossing:5:1: error [HW-008] camera.location is " + garbage + ", which cannot be read as a video: "
                            + "Invalid data found when processing input\n"
                            + "  fix: location: a video file, such as an MP4 with H.264     see: components/camera/README.md#options");
        }
    }

    @Test
    void startsAndStopsAgainAndAgain() throws Exception {
        try (Rig rig = new Rig(folder).route("location: " + Rig.CLIP, "pace: fast", "loop: true")) {
            for (int i = 0; i < 20; i++) {
                int before = rig.seen.size();
                Rig.await("frames come", () -> rig.seen.size() > before);
                rig.context.getRouteController().stopRoute("crossing");
                rig.assertNothingLeft();
                assertThat(rig.status().state()).isEqualTo(CameraState.STOPPED);
                rig.context.getRouteController().startRoute("crossing");
            }
            assertThat(rig.seen.getLast().epoch()).isGreaterThanOrEqualTo(19);
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void stopsInTheMiddleWhileTheRouteIsFull() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Rig rig = new Rig(folder, Host.builder().workers(1));
        rig.onFrame = frame -> {
            entered.countDown();
            await(go);
        };
        rig.route("location: " + Rig.CLIP, "pace: fast");
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        Rig.await("the queue is full", () -> rig.source().inFlight() == 2);
        Thread stopping = Thread.ofPlatform().start(() -> stop(rig));
        Rig.await("the grabber has stopped", () -> rig.source().dropped().containsKey("stopped"));
        go.countDown();
        stopping.join();

        Book source = rig.source();
        assertThat(source.in()).isEqualTo(source.passed() + source.dropped().get("stopped"));
        rig.assertNothingLeft();
        rig.close();
        assertThat(threads()).isEmpty();
    }

    @Test
    void keepsTryingAStreamThatIsNotThereAndStopsAtOnce() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Rig rig = new Rig(folder).route("location: rtsp://user:secret@127.0.0.1:" + port + "/live", "reconnectDelay: 10ms");
        Rig.await("it tries again", () -> rig.status().reconnects() >= 2);
        CameraStatus status = rig.status();
        assertThat(status.location()).isEqualTo("rtsp://***@127.0.0.1:" + port + "/live");
        assertThat(status.error()).isEqualTo("Connection refused");
        assertThat(status.state()).isIn(CameraState.WAITING, CameraState.CONNECTING);
        rig.close();
        assertThat(threads()).isEmpty();
        assertThat(rig.seen).isEmpty();
    }

    @Test
    void endsAHungConnectionAndOpensAnother() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Rig rig = new Rig(folder).route("location: http://127.0.0.1:" + silent.getLocalPort() + "/video", "stallTimeout: 200ms", "reconnectDelay: 10ms");
            Rig.await("it tries again", () -> rig.status().reconnects() >= 2);
            assertThat(rig.status().error()).isEqualTo("no answer within 200 ms");
            rig.close();
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void stopsWhileAConnectionHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Rig rig = new Rig(folder).route("location: rtsp://127.0.0.1:" + silent.getLocalPort() + "/video", "stallTimeout: 1h");
            silent.accept(); // it is connected, and waits for an answer that never comes
            rig.close();
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void readsAClipOverHttpAndOpensItAgainAtItsEnd() throws Exception {
        byte[] clip = Files.readAllBytes(Rig.CLIP);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/crossing.mp4", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "video/mp4");
            exchange.sendResponseHeaders(200, clip.length);
            try (var body = exchange.getResponseBody()) {
                body.write(clip);
            } catch (java.io.IOException e) {
                // the reader has seen enough
            }
        });
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        try (Rig rig = new Rig(folder).route("location: http://127.0.0.1:" + server.getAddress().getPort() + "/crossing.mp4", "frames: 6")) {
            rig.awaitEnd();

            assertThat(rig.source().in()).isEqualTo(6);
            assertThat(rig.seen).isNotEmpty().allSatisfy(s -> assertThat(s.width()).isEqualTo(768));
            rig.assertNothingLeft();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void readsAnMjpegCamera() throws Exception {
        BufferedImage picture = new BufferedImage(160, 120, BufferedImage.TYPE_3BYTE_BGR);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", jpeg);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/video.mjpg", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace; boundary=frame");
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                while (true) { // a camera sends until nobody listens
                    body.write(("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.size() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                    jpeg.writeTo(body);
                    body.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    body.flush();
                }
            } catch (java.io.IOException e) {
                // nobody does any more
            }
        });
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        try (Rig rig = new Rig(folder).route("location: http://127.0.0.1:" + server.getAddress().getPort() + "/video.mjpg", "frames: 30")) {
            rig.awaitEnd();

            assertThat(rig.source().in()).isEqualTo(30);
            assertThat(rig.source().failed()).isEmpty();
            assertThat(rig.seen).isNotEmpty().allSatisfy(s -> assertThat(s.width() + "x" + s.height()).isEqualTo("160x120"));
            rig.assertNothingLeft();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void countsWhatCannotBeDecodedAndGoesOn() throws Exception {
        byte[] clip = Files.readAllBytes(Rig.CLIP);
        for (int i = 0; i < 40; i++) { // a burst of noise in the middle of the coded pictures
            java.util.Arrays.fill(clip, 1_000_000 + i * 700, 1_000_000 + i * 700 + 64, (byte) (i * 37));
        }
        Path damaged = Files.write(folder.resolve("damaged.mp4"), clip);
        try (Rig rig = new Rig(folder, Host.builder().workers(1)).route("location: " + damaged, "pace: fast")) {
            rig.awaitEnd();

            Book source = rig.source();
            assertThat(source.failed()).containsOnlyKeys("undecodable");
            assertThat(source.in()).isEqualTo(CLIP_FRAMES);
            assertThat(source.passed()).isEqualTo(CLIP_FRAMES - source.failed().get("undecodable")).isGreaterThan(600);
            assertThat(rig.seen.getLast().sequence()).isEqualTo(CLIP_FRAMES - 1);
            rig.assertNothingLeft();
        }
    }

    @Test
    void failsWhenAPictureIsLargerThanTheMemoryForFrames() throws Exception {
        try (Rig rig = new Rig(folder, Host.builder().frameBytes(100_000)).route("location: " + Rig.CLIP, "pace: fast")) {
            rig.awaitEnd();

            assertThat(rig.status().state()).isEqualTo(CameraState.FAILED);
            assertThat(rig.status().error()).isEqualTo("a frame of 768x576 I420 takes 663552 bytes, the pool has 100000: "
                    + "raise headwater.memory.frames or use smaller pictures");
            rig.assertNothingLeft();
        }
    }

    private static void stop(Rig rig) {
        try {
            rig.context.getRouteController().stopRoute("crossing");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName).filter(n -> n.startsWith("crossing/")).toList();
    }
}
