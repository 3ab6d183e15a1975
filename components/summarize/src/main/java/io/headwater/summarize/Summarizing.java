package io.headwater.summarize;

import io.headwater.flow.Account;
import io.headwater.flow.Book;
import io.headwater.flow.Fate;
import io.headwater.flow.Summary;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final Windows windows;
    private final Account account;
    private final Consumer<Summary> next;
    private final long alreadyAbsorbed;
    private final long alreadyAdded;
    private final ReentrantLock handingOn = new ReentrantLock();
    private @Nullable ScheduledExecutorService timer;

    /** @param name {@code route/step}
     *  @param next takes each closed window */
    Summarizing(String name, Windows windows, Account account, Consumer<Summary> next) {
        this.name = name;
        this.windows = windows;
        this.account = account;
        this.next = next;
        this.alreadyAbsorbed = account.book().absorbed();
        this.alreadyAdded = windows.absorbed();
    }

    /** Starts the timer, a thread named {@code route/step}. */
    void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
        executor.scheduleWithFixedDelay(this::tick, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        timer = executor;
    }

    private void tick() {
        windows.tick();
        handOn();
    }

    Fate add(@Nullable Object item) {
        try {
            return windows.add(item);
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
                account.made(1);
                try {
                    next.accept(summary);
                } catch (RuntimeException e) {
                    LOG.error("{}: window {} could not be handed on", name, summary.id(), e);
                }
            }
        } finally {
            handingOn.unlock();
        }
    }

    /** {@code absorbed − in windows made − in open windows}.
     *  <p>The left side is counted when an item is put into its window, while the account counts its fate a moment later, when
     *  the step is left. So the account is held against it from both sides: it has never absorbed more than was added, and
     *  what was added is absorbed or in flight. */
    long difference() {
        long before = windows.absorbed();
        Book book = account.book();
        long after = windows.absorbed();
        long settled = book.absorbed() - alreadyAbsorbed + alreadyAdded;
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
        if (held > 0) {
            LOG.error("{}: stopped by force, {} items are in windows that were not handed on", name, held);
        }
    }
}
