package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
    private static final int PAGE = 4096;
    private static final long MIB = 1 << 20;

    private static List<Frame> all(FramePool pool) {
        List<Frame> held = new ArrayList<>();
        Frame frame;
        while ((frame = pool.tryTake(new Origin("cam", 0, 0, Instant.EPOCH, Instant.EPOCH), 64, 64, PixelFormat.GRAY8, View.whole(64, 64))) != null) {
            held.add(frame);
        }
        return held;
    }

    @Test
    void lendsNoMemoryOutWhileItIsShortAndThrowsNothing() {
        AtomicLong resident = new AtomicLong(900);
        try (FramePool pool = new FramePool(16 * PAGE); FramePool.Membership cam = pool.join("cam", 1); FramePool.Membership other = pool.join("other", 1)) {
            MemoryWatch watch = new MemoryWatch(1000, pool, resident::get);
            watch.look();
            assertThat(watch.isShort()).isFalse();
            resident.set(951);
            watch.look();
            assertThat(watch.isShort()).isTrue();
            List<Frame> held = all(pool);
            assertThat(held).as("what is kept for the camera").hasSize(4);
            resident.set(901);
            watch.look();
            assertThat(watch.isShort()).as("not before it is clearly less").isTrue();
            resident.set(899);
            watch.look();
            held.addAll(all(pool));
            assertThat(held).hasSize(12);
            held.forEach(Frame::release);
        }
    }

    @Test
    void seesTheMemoryOfThisProcess() {
        assertThat(MemoryWatch.residentNow()).isBetween(16 * MIB, 1L << 40);
    }

    @Test
    void takesAQuarterForPicturesAndNoMoreThanItSays() {
        assertThat(MemoryBudget.of("384MiB", null)).isEqualTo(new MemoryBudget(384 * MIB, 96 * MIB));
        assertThat(MemoryBudget.of("8GiB", null).frames()).isEqualTo(256 * MIB);
        assertThat(MemoryBudget.of("8GiB", "1GiB").frames()).isEqualTo(1024 * MIB);
        assertThat(MemoryBudget.of(null, null).total()).as("what the machine has").isBetween(64 * MIB, 1L << 50);
    }

    @Test
    void refusesWhatIsNoSize() {
        assertThatThrownBy(() -> MemoryBudget.of("lots", null)).isInstanceOf(SurroundingsException.class)
                .hasMessage("error: headwater.memory.total is lots, must be a size above 0 such as 64MiB, 500kB or 1000000\n  fix: headwater.memory.total=256MiB");
    }

    @Test
    void saysWhenHeapAndPicturesCannotFit() {
        assertThat(MemoryBudget.of("384MiB", "128MiB").doubt(256 * MIB)).isNull();
        assertThat(MemoryBudget.of("384MiB", "256MiB").doubt(256 * MIB)).isEqualTo("the Java heap of 256 MiB and the memory for pictures of 256 MiB are more than the 384 MiB"
                + " that the process may have: lower -Xmx or headwater.memory.frames, or raise headwater.memory.total");
    }
}
