package io.headwater.runtime;

import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Hands the next inferred picture of a route to whoever looks at it. Costs a route nothing while nobody looks.
 *  <p>Ownership: who gets a picture holds a lease on its frame and gives it back. */
@Singleton
public class Pictures {
    private final Map<String, AtomicReference<@Nullable CompletableFuture<Inference>>> wanted = new ConcurrentHashMap<>();

    /** Called by a route for each inference, while its frame is leased. */
    void offer(String route, Inference inference) {
        AtomicReference<@Nullable CompletableFuture<Inference>> slot = wanted.get(route);
        CompletableFuture<Inference> waiting = slot == null ? null : slot.getAndSet(null);
        Frame frame = inference.frame();
        if (waiting != null && frame != null) {
            frame.retain();
            if (!waiting.complete(inference)) {
                frame.release();
            }
        }
    }

    /** The next inference of a route with its frame leased, or null when none came in time. */
    public @Nullable Inference next(String route, long millis) throws InterruptedException {
        CompletableFuture<Inference> mine = new CompletableFuture<>();
        AtomicReference<@Nullable CompletableFuture<Inference>> slot = wanted.computeIfAbsent(route, r -> new AtomicReference<>());
        CompletableFuture<Inference> other = slot.getAndSet(mine);
        if (other != null) {
            other.cancel(false); // one viewer at a time gets a picture; the other asks again
        }
        try {
            return mine.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return mine.cancel(false) ? null : mine.getNow(null);
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
            return null;
        }
    }
}
