package io.headwater.summarize;

import io.headwater.exchange.StateStore;
import io.headwater.flow.Fate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the windows of one step kept on disk.
 *  <p>Bounds: {@value #MOST_WAITING} items wait for the disk; who has more waits before its item is in a window.
 *  <p>Threading: any. The store asks on its own thread, which waits for no other but for moments. */
final class Keeping implements StateStore.Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    private static final int MOST_WAITING = 8192;

    private final String owner;
    private final Windows windows;
    private final StateStore store;
    private final LongAdder absorbedInVain = new LongAdder();
    private final Semaphore mayWait = new Semaphore(MOST_WAITING);
    private volatile boolean asked;

    Keeping(String owner, Windows windows, StateStore store) {
        this.owner = owner;
        this.windows = windows;
        this.store = store;
    }


    /** Has the windows go on where a step of this name stopped or was killed. */
    void restore() throws InterruptedException {
        windows.restore(store.load(owner)).forEach(broken -> LOG.warn("{}: {}", owner, broken));
    }

    /** Adds an item; its fate is told once all that was done to the windows by then is on disk.
     *  <p>Errors: the stage fails when it is not; the item is counted as failed then, though its window has it: its source gives it again. */
    CompletionStage<Fate> add(@Nullable Object item, @Nullable String id) {
        mayWait.acquireUninterruptibly(); // never for long: the writer waits for nobody here
        CompletionStage<Void> saved;
        Fate fate;
        try {
            fate = windows.add(item, id, true);
            saved = store.save(this);
        } catch (RuntimeException e) {
            mayWait.release();
            throw e;
        }
        return saved.handle((kept, failure) -> {
            mayWait.release();
            if (failure == null) {
                return fate;
            }
            if (fate instanceof Fate.Absorbed) {
                absorbedInVain.increment();
            }
            throw failure instanceof CompletionException c ? c : new CompletionException(failure);
        });
    }

    /** Items that were absorbed, and counted as failed since the disk would not keep it. */
    long absorbedInVain() {
        return absorbedInVain.sum();
    }

    /** Has what changed put on disk, and does not wait. */
    void checkpoint() {
        if (!asked && windows.hasChanges()) {
            asked = true;
            store.save(this).whenComplete((kept, failure) -> asked = false);
        }
    }

    /** Has what changed put on disk, and waits for that; false when it is not there. */
    boolean now() {
        try {
            store.save(this).toCompletableFuture().join();
            return true;
        } catch (CompletionException e) {
            LOG.warn("{}: windows are not on disk: {}", owner, e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            return false;
        }
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public Map<String, Optional<byte[]>> take() {
        return windows.take();
    }

    @Override
    public void kept() {
        windows.taken(true);
    }

    @Override
    public void notKept() {
        windows.taken(false);
    }
}
