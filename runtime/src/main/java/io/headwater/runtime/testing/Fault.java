package io.headwater.runtime.testing;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong in a test on purpose. Times are those of the frames that come, from the test's moment on. */
sealed interface Fault {
    /** A source gives nothing for a while. */
    record Stalls(String source, Duration at, Duration time) implements Fault {}

    /** A step fails at items: at every n-th, or at certain ones, counted from 1; however often an error handler tries them again.
     *
     *  @param every 0 for certain ones */
    record Fails(String step, long every, Set<Long> items) implements Fault {
        boolean hits(long number) {
            return every > 0 ? number % every == 0 : items.contains(number);
        }
    }

    /** Nobody takes the records for a while.
     *
     *  @param to null for until all else is over */
    record BrokerAway(Duration from, @Nullable Duration to) implements Fault {}

    /** The outbox has no room for a while: it is filled to its quota.
     *
     *  @param to null for until all else is over */
    record DiskFull(Duration from, @Nullable Duration to) implements Fault {}
}
