package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FramePoolTest {
    private static final Origin ORIGIN = new Origin("cam", 0, 7, Instant.EPOCH, Instant.EPOCH);
    private static final int PAGE = 4096;

    private static @Nullable Frame gray(FramePool pool, int width, int height) {
        return pool.tryTake(ORIGIN, width, height, PixelFormat.GRAY8, View.whole(width, height));
    }

    private static Frame page(FramePool pool) {
        return Objects.requireNonNull(gray(pool, 64, 64));
    }

    @Test
    void givesNothingBeyondItsLimit() {
        try (FramePool pool = new FramePool(3 * PAGE)) {
            List<Frame> held = List.of(page(pool), page(pool), page(pool));
            assertThat(gray(pool, 64, 64)).isNull();
            assertThat(pool.used()).isEqualTo(pool.limit());
            held.getFirst().release();
            Frame again = page(pool);
            assertThat(pool.frames()).isEqualTo(3);
            again.release();
            held.subList(1, 3).forEach(Frame::release);
            assertThat(pool.frames()).isZero();
        }
    }

    @Test
    void countsThreePlanesAsOneAndAHalfBytesAPixel() {
        try (FramePool pool = new FramePool(16 * PAGE)) {
            Frame frame = Objects.requireNonNull(pool.tryTake(ORIGIN, 64, 48, PixelFormat.I420, View.whole(64, 48)));
            assertThat(frame.bytes()).isEqualTo(64 * 48 * 3 / 2);
            assertThat(frame.pixels().byteSize()).isEqualTo(frame.bytes());
            assertThat(frame.stride()).isEqualTo(64);
            frame.release();
            assertThatThrownBy(() -> pool.tryTake(ORIGIN, 63, 48, PixelFormat.I420, View.whole(63, 48))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a frame of 63x48 cannot be I420: width and height must be even");
            assertThat(pool.frames()).isZero();
        }
    }

    @Test
    void refusesAPictureThatCanNeverFit() {
        try (FramePool pool = new FramePool(PAGE)) {
            assertThatThrownBy(() -> gray(pool, 100, 100)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a frame of 100x100 GRAY8 takes 10000 bytes, the pool has 4096: raise headwater.memory.frames or use smaller pictures");
        }
    }

    @Test
    void evictsFreeMemoryOfOtherSizes() {
        try (FramePool pool = new FramePool(4 * PAGE)) {
            List<Frame> small = List.of(page(pool), page(pool), page(pool), page(pool));
            small.forEach(Frame::release);
            assertThat(pool.allocated()).isEqualTo(4 * PAGE);
            Frame large = Objects.requireNonNull(gray(pool, 128, 96));
            assertThat(pool.allocated()).isEqualTo(4 * PAGE);
            assertThat(pool.used()).isEqualTo(3 * PAGE);
            large.release();
        }
    }

    @Test
    void reusesMemoryOfOneSize() {
        try (FramePool pool = new FramePool(8 * PAGE)) {
            for (int i = 0; i < 100; i++) {
                page(pool).release();
            }
            assertThat(pool.allocated()).isEqualTo(PAGE);
        }
    }

    @Test
    void takeWaitsForRoom() throws Exception {
        try (FramePool pool = new FramePool(PAGE)) {
            Frame first = page(pool);
            CompletableFuture<Frame> second = new CompletableFuture<>();
            Thread taker = Thread.ofPlatform().start(() -> {
                try {
                    second.complete(pool.take(ORIGIN, 64, 64, PixelFormat.GRAY8, View.whole(64, 64)));
                } catch (InterruptedException e) {
                    second.completeExceptionally(e);
                }
            });
            while (taker.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(100_000);
            }
            assertThat(second).isNotDone();
            first.release();
            second.get(10, TimeUnit.SECONDS).release();
        }
    }

    @Test
    void lastLeaseEndsTheFrame() {
        try (FramePool pool = new FramePool(PAGE)) {
            Frame frame = page(pool).retain();
            frame.release();
            frame.pixels().set(ValueLayout.JAVA_BYTE, 4095, (byte) 3);
            assertThat(frame.buffer().get(4095)).isEqualTo((byte) 3);
            frame.release();
            String text = "frame cam #7 was released: take a lease with retain() before handing it on";
            assertThatThrownBy(frame::pixels).isInstanceOf(IllegalStateException.class).hasMessage(text);
            assertThatThrownBy(frame::buffer).hasMessage(text);
            assertThatThrownBy(frame::retain).hasMessage(text);
            assertThatThrownBy(frame::release).hasMessage(text);
            assertThat(pool.frames()).isZero();
        }
    }

    @Test
    void staleSegmentOfAStrictPoolThrows() {
        try (FramePool pool = new FramePool(PAGE, true)) {
            Frame frame = page(pool);
            MemorySegment kept = frame.pixels();
            frame.release();
            assertThatThrownBy(() -> kept.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void segmentHasExactlyThePicturesBytes() {
        try (FramePool pool = new FramePool(8 * PAGE)) {
            Frame frame = Objects.requireNonNull(pool.tryTake(ORIGIN, 10, 7, PixelFormat.BGR24, View.whole(10, 7)));
            assertThat(frame.pixels().byteSize()).isEqualTo(210);
            assertThat(frame.buffer().remaining()).isEqualTo(210);
            assertThat(frame.stride()).isEqualTo(30);
            frame.release();
        }
    }

    @Test
    void findsALostFrameAndCountsIt() {
        try (FramePool pool = new FramePool(PAGE)) {
            page(pool).bytes();
            for (int i = 0; i < 1_000 && pool.lost() == 0; i++) {
                System.gc();
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(pool.lost()).isEqualTo(1);
            assertThat(pool.frames()).isZero();
            page(pool).release();
        }
    }

    @Test
    void closedPoolTakesBackWhatIsOut() {
        FramePool pool = new FramePool(2 * PAGE);
        Frame frame = page(pool);
        page(pool).release();
        pool.close();
        assertThat(pool.allocated()).isEqualTo(PAGE);
        frame.pixels().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        frame.release();
        assertThat(pool.allocated()).isZero();
        assertThatThrownBy(() -> page(pool)).hasMessage("the frame pool is closed");
    }

    @Test
    void leasesAreSafeAcrossThreads() throws InterruptedException {
        try (FramePool pool = new FramePool(64 * PAGE)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        Frame frame = page(pool);
                        Thread other = i % 500 == 0 ? Thread.ofVirtual().start(frame.retain()::release) : null;
                        frame.release();
                        if (other != null) {
                            try {
                                other.join();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(pool.frames()).isZero();
            assertThat(pool.used()).isZero();
            assertThat(pool.lost()).isZero();
        }
    }

    private static @Nullable Frame of(FramePool pool, String source) {
        return pool.tryTake(new Origin(source, 0, 7, Instant.EPOCH, Instant.EPOCH), 64, 64, PixelFormat.GRAY8, View.whole(64, 64));
    }

    private static List<Frame> all(FramePool pool, String source) {
        List<Frame> held = new ArrayList<>();
        for (Frame frame = of(pool, source); frame != null; frame = of(pool, source)) {
            held.add(frame);
        }
        return held;
    }

    @Test
    void keepsAPartForEachSourceThatJoined() {
        try (FramePool pool = new FramePool(16 * PAGE); FramePool.Membership greedy = pool.join("greedy", 1); FramePool.Membership light = pool.join("light", 3)) {
            List<Frame> taken = all(pool, "greedy");
            assertThat(taken).as("all but half of the other's three quarters").hasSize(16 - 6);
            List<Frame> kept = all(pool, "light");
            assertThat(kept).hasSize(6);
            assertThat(pool.used()).isEqualTo(pool.limit());
            taken.forEach(Frame::release);
            kept.forEach(Frame::release);
            assertThat(pool.used("greedy")).isZero();
        }
    }

    @Test
    void lendsNobodyMoreThanHisOwnWhileAnotherGoesWithout() {
        AtomicLong now = new AtomicLong();
        try (FramePool pool = new FramePool(16 * PAGE, false, now::get); FramePool.Membership a = pool.join("a", 1); FramePool.Membership b = pool.join("b", 1)) {
            List<Frame> first = all(pool, "a");
            assertThat(first).hasSize(12);
            List<Frame> second = all(pool, "b");
            assertThat(second).as("what is kept for it, and it wants its half").hasSize(4);
            first.removeLast().release();
            assertThat(of(pool, "a")).as("the borrower waits").isNull();
            second.add(Objects.requireNonNull(of(pool, "b")));
            second.forEach(Frame::release);
            now.addAndGet(2_000_000_000);
            first.add(Objects.requireNonNull(of(pool, "a"), "nobody has gone without for a second"));
            first.forEach(Frame::release);
        }
    }

    @Test
    void keepsOnePictureAtLeast() {
        try (FramePool pool = new FramePool(4 * PAGE); FramePool.Membership a = pool.join("a", 1); FramePool.Membership b = pool.join("b", 1);
                FramePool.Membership c = pool.join("c", 1); FramePool.Membership d = pool.join("d", 1)) {
            for (String source : List.of("a", "b", "c", "d")) {
                Objects.requireNonNull(of(pool, source)).release(); // so that the pool knows how large its pictures are
            }
            List<Frame> held = new ArrayList<>(all(pool, "a"));
            assertThat(held).hasSize(1);
            List.of("b", "c", "d").forEach(source -> held.addAll(all(pool, source)));
            assertThat(held).hasSize(4);
            held.forEach(Frame::release);
        }
    }

    @Test
    void lendsNothingWhileItIsTight() {
        try (FramePool pool = new FramePool(16 * PAGE); FramePool.Membership a = pool.join("a", 1); FramePool.Membership b = pool.join("b", 1)) {
            all(pool, "a").forEach(Frame::release);
            assertThat(pool.allocated()).isPositive();
            pool.tighten(true);
            assertThat(pool.allocated()).as("what nobody uses goes back to the system").isZero();
            List<Frame> held = all(pool, "a");
            assertThat(held).hasSize(4);
            pool.tighten(false);
            held.addAll(all(pool, "a"));
            assertThat(held).hasSize(12);
            held.forEach(Frame::release);
        }
    }

    @Test
    void givesTheWholeToOneWhenTheOtherHasLeft() {
        try (FramePool pool = new FramePool(16 * PAGE); FramePool.Membership a = pool.join("a", 1)) {
            pool.join("b", 1).close();
            List<Frame> held = all(pool, "a");
            assertThat(held).hasSize(16);
            held.forEach(Frame::release);
        }
    }
}
