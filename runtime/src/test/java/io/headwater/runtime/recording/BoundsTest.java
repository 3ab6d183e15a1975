package io.headwater.runtime.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.Pictures;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording whose disk is slow, or full: the route's thread is never held up, each frame is counted, each lease comes back. */
@Timeout(30)
class BoundsTest {
    private static final int FRAMES = 20;
    private static final int ROOM = 4;
    @TempDir
    Path folder;
    private final FramePool pool = new FramePool(16 << 20);
    private final Pictures pictures = new Pictures(pool);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Tap tap = new Tap();

    @AfterEach
    void everyLeaseIsBack() throws Exception {
        assertThat(pool.frames()).as("leases").isZero();
        context.close();
        pool.close();
    }

    private Recording recording(long free) {
        Frame one = pictures.frame(0);
        long memory = ROOM * one.bytes();
        one.release();
        Wish wish = new Wish("r", folder, Duration.ofMinutes(1), Long.MAX_VALUE, 0, Scrub.NOTHING, false, "");
        return new Recording(wish, tap, (to, exchange) -> new Passage(to, new Content.Picture(exchange.getMessage().getBody(Frame.class))), memory, () -> free);
    }

    /** As a route does: it holds a lease on its way, and gives it back at the end. */
    private void pass(Recording recording, long sequence) {
        Frame frame = pictures.frame(sequence);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(frame);
        recording.begins(exchange);
        recording.ends(exchange.getProperty(Passage.KEY, Passage.class));
        frame.release();
    }

    @Test
    void countsWhatASlowDiskDoesNotTakeAndHoldsUpNobody() throws Exception {
        Recording recording = recording(Long.MAX_VALUE);
        CountDownLatch disk = new CountDownLatch(1);
        Sink real = new PictureSink(folder.resolve("a.mkv"), 0, Scrub.NOTHING, 2, recording);
        recording.start(new Slow(real, disk), () -> {});
        for (int i = 0; i < FRAMES; i++) {
            pass(recording, i); // would never come back if it waited for the disk
        }
        long missed = recording.missed().getOrDefault("too slow to write", 0L);
        assertThat(missed).as("room for %d, and one or none at the disk", ROOM).isBetween(FRAMES - ROOM - 1L, (long) FRAMES - ROOM);
        disk.countDown();
        recording.end(Recording.End.ASKED);
        assertThat(recording.await(Duration.ofSeconds(20))).isTrue();
        assertThat(recording.state().items()).isEqualTo(FRAMES - missed);
        assertThat(recording.state().missed()).isEqualTo(Map.of("too slow to write", missed));
    }

    @Test
    void endsWhenTheDiskIsFull() throws Exception {
        Recording recording = recording(Long.MAX_VALUE);
        recording.start(new PictureSink(Path.of("/dev/full"), 0, Scrub.NOTHING, 2, recording), () -> {});
        for (int i = 0; i < ROOM; i++) {
            pass(recording, i);
        }
        assertThat(recording.await(Duration.ofSeconds(20))).isTrue();
        assertThat(recording.state().end()).isEqualTo("it cannot be written: No space left on device");
        assertThat(recording.state().items()).isZero();
    }

    @Test
    void leavesSomeOfTheDiskFree() throws Exception {
        Recording recording = recording(Recording.KEEP_FREE - 1);
        recording.start(new PictureSink(folder.resolve("a.mkv"), 0, Scrub.NOTHING, 2, recording), () -> {});
        assertThat(recording.await(Duration.ofSeconds(20))).isTrue();
        assertThat(recording.state().end()).isEqualTo("little space is left on the disk");
    }

    /** The real one, on a disk that takes nothing for a while. */
    private record Slow(Sink real, CountDownLatch disk) implements Sink {
        @Override
        public void write(Passage item) throws IOException {
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            real.write(item);
        }

        @Override
        public long bytes() {
            return real.bytes();
        }

        @Override
        public Path file() {
            return real.file();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
