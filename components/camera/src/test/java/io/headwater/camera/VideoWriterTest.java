package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headwater.contract.Pictures;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.Priority;
import io.headwater.flow.View;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the writer wrote, as the camera's own reader gives it. */
class VideoWriterTest {
    private static final long[] TIMES = {0, 40, 41, 41, 12_345};
    @TempDir
    Path folder;

    private record Read(PixelFormat format, long millis, byte[] pixels) {}

    @ParameterizedTest
    @CsvSource({"I420,768,576", "I420,66,50", "BGR24,64,48", "BGR24,33,31"})
    void givesBackEveryPixelAndEveryTime(PixelFormat format, int width, int height) throws Exception {
        Path file = folder.resolve("a.mkv");
        List<byte[]> written = write(file, format, width, height, VideoWriter.LOSSLESS);
        List<Read> read = read(file);
        assertThat(read).extracting(Read::millis).as("one that does not grow is moved by a millisecond").containsExactly(0L, 40L, 41L, 42L, 12_345L);
        assertThat(read).extracting(Read::format).containsOnly(format);
        for (int i = 0; i < written.size(); i++) {
            assertThat(read.get(i).pixels).as("picture %d", i).isEqualTo(written.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"I420,100,2", "I420,60,8", "BGR24,100,6"})
    void staysNearWithAQuality(PixelFormat format, int quality, double most) throws Exception {
        Path file = folder.resolve("a.mkv");
        List<byte[]> written = new ArrayList<>();
        try (FramePool pool = new FramePool(16 << 20); VideoWriter writer = VideoWriter.open(file, 320, 240, format, quality)) {
            Frame frame = pool.take(new Origin("t", 0, 0, Instant.EPOCH, Instant.EPOCH), 320, 240, format, View.whole(320, 240));
            for (long i = 0; i < frame.bytes(); i++) { // soft, as pictures are
                frame.pixels().set(ValueLayout.JAVA_BYTE, i, (byte) (128 + 60 * Math.sin(i % frame.stride() / 40.0)));
            }
            writer.write(frame.pixels(), 0);
            written.add(frame.pixels().toArray(ValueLayout.JAVA_BYTE));
            frame.release();
        }
        Read read = read(file).getFirst();
        assertThat(read.format).as("planes stay planes, so that a model sees them by the same way").isEqualTo(format);
        double off = 0;
        for (int i = 0; i < read.pixels.length; i++) {
            off += Math.abs((read.pixels[i] & 255) - (written.getFirst()[i] & 255));
        }
        assertThat(off / read.pixels.length).isCloseTo(0, within(most));
    }

    @Test
    void canBeReadAfterAnEndInTheMiddle() throws Exception {
        Path file = folder.resolve("a.mkv");
        Path torn = folder.resolve("torn.mkv");
        try (FramePool pool = new FramePool(16 << 20); VideoWriter writer = VideoWriter.open(file, 64, 48, PixelFormat.I420, VideoWriter.LOSSLESS)) {
            for (int i = 0; i < 4; i++) {
                Frame frame = new Pictures(pool, "t", 64, 48, PixelFormat.I420, Duration.ofMillis(40)).frame(i);
                writer.write(frame.pixels(), 40L * i);
                frame.release();
            }
            Files.copy(file, torn);
            assertThat(writer.bytes()).isPositive();
        }
        assertThat(read(torn)).hasSize(4);
    }

    @Test
    void tellsThatTheDiskIsFull() {
        assertThatThrownBy(() -> write(Path.of("/dev/full"), PixelFormat.I420, 768, 576, VideoWriter.LOSSLESS)).isInstanceOf(IOException.class).hasMessage("No space left on device");
    }

    private static List<byte[]> write(Path file, PixelFormat format, int width, int height, int quality) throws IOException {
        List<byte[]> written = new ArrayList<>();
        try (FramePool pool = new FramePool(16 << 20); VideoWriter writer = VideoWriter.open(file, width, height, format, quality)) {
            Pictures pictures = new Pictures(pool, "t", width, height, format, Duration.ofMillis(40));
            for (int i = 0; i < TIMES.length; i++) {
                Frame frame = pictures.frame(i);
                writer.write(frame.pixels(), TIMES[i]);
                written.add(frame.pixels().toArray(ValueLayout.JAVA_BYTE));
                frame.release();
            }
        }
        return written;
    }

    private static List<Read> read(Path file) throws Exception {
        Settings settings = new Settings("t", Location.of(file.toString(), file.getParent()), false, Pace.FAST, null, 0, 0, 0, Transport.TCP, Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 1, Priority.NORMAL, false, 1);
        List<Read> all = new ArrayList<>();
        try (FramePool pool = new FramePool(16 << 20); VideoReader reader = VideoReader.open(settings, new StopSignal())) {
            while (reader.next() == io.headwater.camera.Pictures.Next.PICTURE) {
                try (Picture picture = reader.picture()) {
                    assertThat(picture.decode()).isTrue();
                    Frame frame = pool.take(new Origin("t", 0, 0, Instant.EPOCH, Instant.EPOCH), picture.width(), picture.height(), picture.format(), View.whole(picture.width(), picture.height()));
                    picture.copyTo(frame);
                    MemorySegment pixels = frame.pixels();
                    all.add(new Read(frame.format(), reader.timeNanos() / 1_000_000, pixels.toArray(ValueLayout.JAVA_BYTE)));
                    frame.release();
                }
            }
        }
        return all;
    }
}
