package io.headwater.runtime.recording;

import io.headwater.flow.BoundedQueue;
import io.headwater.flow.Overflow;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes what a source gives while its route works on it. Never makes the route wait: what the disk cannot take in time is counted as
 *  missed, and so is what would fill more than a share of the memory for frames.
 *  <p>Ownership: takes a lease of its own on each frame when the frame's way through the route ends, and gives it back when it is written.
 *  <p>Threading: routes call {@link #begins} and {@link #ends}; one thread writes; anybody may end it. */
final class Recording implements Sink.Listener {
    /** Space that is left free on the disk, come what may. */
    static final long KEEP_FREE = 256L << 20;
    private static final Logger LOG = Logger.getLogger(Recording.class);
    private static final int CAPACITY = 512;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Items that are under way at the end are waited for, so that the recording has no holes. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Wish wish;
    private final Tap tap;
    private final Intaking intaking;
    private final LongSupplier free;
    private final BoundedQueue<Passage> queue;
    private final Facts facts = new Facts();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final Map<String, LongAdder> missed = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final long begin = System.nanoTime();
    private volatile long bytes;
    private volatile long ended;
    private volatile @Nullable String failure;

    /** Why it ended. */
    enum End {
        TIME("its time is over"), ASKED("stopped"), SIZE("the most that may be written is reached"), DISK("little space is left on the disk"),
        ROUTE_STOPPED("the route was stopped or replaced"), FAILED("it cannot be written");

        private final String text;

        End(String text) {
            this.text = text;
        }
    }

    /** Makes an item of an exchange that begins; null, with the reason told, where it cannot be recorded. */
    interface Intaking {
        @Nullable Passage of(Recording to, Exchange exchange);
    }

    /** @param memory bytes that items may take that wait to be written
     *  @param free bytes that are free on the disk */
    Recording(Wish wish, Tap tap, Intaking intaking, long memory, LongSupplier free) {
        this.wish = wish;
        this.tap = tap;
        this.intaking = intaking;
        this.free = free;
        this.queue = new BoundedQueue<>(CAPACITY, memory, Overflow.DROP_NEWEST, p -> p.content().bytes());
    }

    /** Begins to write.
     *
     *  @param after what is done when all is written, before the recording counts as over */
    void start(Sink sink, Runnable after) {
        Thread.ofPlatform().daemon().name(wish.route() + "/record").start(() -> run(sink, after));
    }

    void begins(Exchange exchange) {
        Passage passage = intaking.of(this, exchange);
        if (passage != null) {
            underWay.incrementAndGet();
            exchange.setProperty(Passage.KEY, passage);
        }
    }

    void ends(Passage passage) {
        Content content = passage.content();
        try {
            content.retain();
            if (!queue.offer(passage).accepted()) {
                content.release();
                missed("too slow to write");
            }
        } catch (IllegalStateException e) {
            missed("released early");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // a queue that drops never waits
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void run(Sink sink, Runnable after) {
        try {
            while (end.get() == null) {
                write(sink, LOOK_NANOS);
                check(sink);
            }
            tap.closes(this);
            for (long until = System.nanoTime() + PATIENCE_NANOS; underWay.get() > 0 && System.nanoTime() < until;) {
                write(sink, LOOK_NANOS / 10);
            }
            queue.close();
            while (write(sink, 0)) { /* until it is empty */ }
        } catch (IOException | RuntimeException | LinkageError e) {
            fails(e);
        } catch (InterruptedException e) {
            end(End.ASKED);
        } finally {
            tap.closes(this);
            queue.close();
            queue.clear().forEach(this::giveUp);
            close(sink);
            ended = System.nanoTime();
            try {
                after.run();
            } catch (RuntimeException e) {
                fails(e);
            }
            over.countDown();
        }
    }

    private boolean write(Sink sink, long patience) throws IOException, InterruptedException {
        Passage item = queue.poll(patience);
        if (item != null) {
            sink.write(item);
            bytes = sink.bytes();
        }
        return item != null;
    }

    private void check(Sink sink) {
        if (System.nanoTime() - begin >= wish.time().toNanos()) {
            end(End.TIME);
        } else if (sink.bytes() >= wish.maxBytes()) {
            end(End.SIZE);
        } else if (free.getAsLong() < KEEP_FREE) {
            end(End.DISK);
        }
    }

    private void giveUp(Passage item) {
        item.content().release();
        missed("not written at the end");
    }

    private void close(Sink sink) {
        try {
            sink.close();
        } catch (IOException | RuntimeException e) {
            fails(e);
        }
        bytes = sink.bytes();
    }

    private void fails(Throwable e) {
        failure = e.getMessage() == null ? e.toString() : e.getMessage();
        end(End.FAILED);
        LOG.warnf("the recording of %s: %s", wish.route(), failure);
    }

    @Override
    public void written(Passage item) {
        facts.add(item);
    }

    @Override
    public void missed(String reason) {
        missed.computeIfAbsent(reason, r -> new LongAdder()).increment();
    }

    /** Ends it, unless it has ended; what is under way is written. */
    void end(End why) {
        end.compareAndSet(null, why);
    }

    /** Waits until all is written; false where that takes longer. */
    boolean await(Duration patience) throws InterruptedException {
        return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    boolean isOf(String route) {
        return wish.route().equals(route);
    }

    Wish wish() {
        return wish;
    }

    Facts facts() {
        return facts;
    }

    Map<String, Long> missed() {
        Map<String, Long> all = new TreeMap<>();
        missed.forEach((reason, n) -> all.put(reason, n.sum()));
        return all;
    }

    Duration took() {
        return Duration.ofNanos((ended == 0 ? System.nanoTime() : ended) - begin);
    }

    RecordingState state() {
        End why = end.get();
        String text = why == null || !isOver() ? null : failure == null ? why.text : why == End.FAILED ? why.text + ": " + failure : why.text + "; then: " + failure;
        return new RecordingState(text, took().toMillis() / 1000.0, facts.items(), bytes, missed());
    }
}
