package io.headwater.summarize;

import io.headwater.flow.Account;
import io.headwater.flow.Book;
import io.headwater.flow.Fate;
import io.headwater.flow.Summary;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running step: adds items, and hands closed windows on, one after the other in their order, from the thread that closed
 *  them: a worker's, the timer's, or the one that stops the route.
 *  <p>Threading: any. Two locks: {@link Windows}' own is held for moments only; the one here is held while a window goes
 *  through the rest of the route, so that a slow route slows its source down instead of piling windows up.
 *  <p>Errors: what goes wrong behind this step is handled there; it is never the fault of the item that closed a window. */
final class Summarizing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Summarizing.class);
    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final int TICKS_A_CHECKPOINT = 3; // less than a second, the time that writing takes included
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final Windows windows;
    private final Account account;
    private final Predicate<Summary> next;
    private final @Nullable Keeping keeping;
    private final long alreadyAbsorbed;
    private final long alreadyAdded;
    private final ReentrantLock handingOn = new ReentrantLock();
    private int ticks;
    private @Nullable ScheduledExecutorService timer;

    /** @param name {@code route/step}
     *  @param next takes each closed window; whether it went well
     *  @param keeping has the windows kept on disk; null where there is nothing to keep them */
    Summarizing(String name, Windows windows, Account account, Predicate<Summary> next, @Nullable Keeping keeping) {
        this.name = name;
        this.windows = windows;
        this.account = account;
        this.next = next;
        this.keeping = keeping;
        this.alreadyAbsorbed = account.book().absorbed();
        this.alreadyAdded = windows.absorbed();
    }

    /** Starts the timer, a thread named {@code route/step}.
     *
     *  @param open whether the steps after this one run yet */
    void start(BooleanSupplier open) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
        executor.scheduleWithFixedDelay(() -> tick(open), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        timer = executor;
    }

    private void tick(BooleanSupplier open) {
        try {
            windows.tick();
            if (keeping != null && ++ticks % TICKS_A_CHECKPOINT == 0) {
                keeping.checkpoint();
            }
            if (open.getAsBoolean()) {
                handOn();
            }
        } catch (RuntimeException e) { // else there would be no further tick
            LOG.error("{}: windows could not be closed by the clock", name, e);
        }
    }

    /** Adds an item. It is in its window, and not on disk yet. */
    Fate add(@Nullable Object item, @Nullable String id) {
        try {
            return windows.add(item, id, false);
        } finally {
            handOn();
        }
    }

    /** Adds an item whose source is to be told that it is safe: its fate is told once it is on disk, that of many by one commit. Null where
     *  there is nothing to keep it on. */
    @Nullable CompletionStage<Fate> addDurably(@Nullable Object item, @Nullable String id) {
        Keeping disk = keeping;
        if (disk == null) {
            return null;
        }
        try {
            return disk.add(item, id);
        } finally {
            handOn();
        }
    }

    /** Hands everything on, windows that are not at their end included. */
    void flush() {
        windows.flush();
        handOn();
    }

    private void handOn() {
        handingOn.lock();
        try {
            Summary summary;
            while ((summary = windows.poll()) != null) {
                if (keeping != null && !windows.isKept(summary)) {
                    keeping.now(); // that it is closed; all that wait by one commit
                }
                account.made(1);
                Summary givenUp = windows.handedOn(summary, send(summary));
                if (givenUp != null) {
                    LOG.warn("{}: window {} failed in the rest of the route, and so did the {} after it: it is not kept any longer", name, givenUp.id(), Remembered.MOST_FAILED);
                }
            }
        } finally {
            handingOn.unlock();
        }
    }

    private boolean send(Summary summary) {
        try {
            return next.test(summary);
        } catch (RuntimeException e) {
            LOG.error("{}: window {} could not be handed on", name, summary.id(), e);
            return false;
        }
    }

    /** {@code absorbed − in windows made − in open windows}.
     *  <p>The left side is counted when an item is put into its window, while the account counts its fate a moment later, when
     *  the step is left. So the account is held against it from both sides: it has never absorbed more than was added, and
     *  what was added is absorbed or in flight. */
    long difference() {
        long before = windows.absorbed();
        Book book = account.book();
        long inVain = keeping == null ? 0 : keeping.absorbedInVain();
        long after = windows.absorbed();
        long settled = book.absorbed() + inVain - alreadyAbsorbed + alreadyAdded;
        if (settled > after) {
            return settled - after;
        }
        if (before > settled + book.inFlight()) {
            return settled + book.inFlight() - before;
        }
        return windows.difference();
    }

    /** Ends the timer. Windows that are open still were not handed on, since the route was not drained. */
    @Override
    public void close() {
        ScheduledExecutorService executor = timer;
        if (executor != null) {
            executor.shutdown();
            try {
                if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    executor.shutdownNow();
                }
            } catch (InterruptedException e) {
                executor.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
        long held = windows.held();
        if (keeping != null) {
            if (held == 0) {
                windows.restart();
            }
            boolean kept = keeping.now();
            if (held > 0 && kept) {
                LOG.warn("{}: stopped by force, {} items are in windows that were not handed on; they are on disk, for the next start", name, held);
                return;
            }
        }
        if (held > 0) {
            LOG.error("{}: stopped by force, {} items are in windows that were not handed on", name, held);
        }
    }
}
