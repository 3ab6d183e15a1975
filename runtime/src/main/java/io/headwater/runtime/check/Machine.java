package io.headwater.runtime.check;

import io.headwater.exchange.Host;
import io.headwater.flow.ByteSize;
import io.headwater.runtime.MemoryBudget;
import java.util.Objects;

/** What the routes of a set share on the machine that they are to run on.
 *
 *  @param pictures bytes of memory for pictures, by {@code headwater.memory.frames}
 *  @param memory bytes of memory in all, by the machine or by its container; 0 where that is not known
 *  @param workers how many items of one source are worked on side by side */
record Machine(long pictures, long memory, int workers) {
    /** The machine that this runs on.
     *  <p>Errors: {@link NumberFormatException} when {@code headwater.memory.frames} is no size. */
    static Machine here() {
        String given = Objects.requireNonNullElse(Placeholders.value(Host.FRAMES_PROPERTY), "").strip();
        MemoryBudget usual = MemoryBudget.of(null, null);
        long pictures = given.isEmpty() ? usual.frames() : ByteSize.parse(given).orElseThrow(() -> new NumberFormatException(given));
        return new Machine(pictures, usual.total(), Runtime.getRuntime().availableProcessors());
    }
}
