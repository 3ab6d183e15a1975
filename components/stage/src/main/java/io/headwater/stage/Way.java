package io.headwater.stage;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How items come out of a stage.
 *
 *  @param workers how many are worked on side by side
 *  @param key what they must not be worked on side by side for: those of an equal key come one after the other, in the order of the
 *      queue, and those of others in no order; null keeps the order of the queue for the steps that need it. The same whenever
 *      it is asked for an item
 *  @param late whether it is too late to begin work on an item */
record Way<T>(int workers, @Nullable Function<T, Object> key, Predicate<T> late) {
    /** In the order of the queue, however late. */
    static <T> Way<T> inOrder(int workers) {
        return new Way<>(workers, null, item -> false);
    }
}
