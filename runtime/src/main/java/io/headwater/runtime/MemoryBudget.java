package io.headwater.runtime;

import com.sun.management.OperatingSystemMXBean;
import io.headwater.exchange.Host;
import io.headwater.flow.ByteSize;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How much memory the application may take.
 *  <p>Units: bytes.
 *
 *  @param total of the whole process: watched, see {@link MemoryWatch}
 *  @param frames for pictures, a hard limit */
public record MemoryBudget(long total, long frames) {
    /** Property: bytes of memory for the whole process; by default what the container, or the machine, has. */
    static final String TOTAL_PROPERTY = "headwater.memory.total";
    private static final long MOST_FRAMES_BY_DEFAULT = 256L << 20;
    /** Where no command has asked the machine. */
    static final MemoryBudget UNWATCHED = new MemoryBudget(Long.MAX_VALUE, MOST_FRAMES_BY_DEFAULT);

    /** @param total as it is configured; null for what the machine has
     *  @param frames as it is configured; null for a quarter of all, 256 MiB at most */
    public static MemoryBudget of(@Nullable String total, @Nullable String frames) {
        long all = total == null ? machine() : bytes(TOTAL_PROPERTY, total);
        return new MemoryBudget(all, frames == null ? Math.min(MOST_FRAMES_BY_DEFAULT, all / 4) : bytes(Host.FRAMES_PROPERTY, frames));
    }

    /** What the container may have, by control groups of either version, else what is built in. */
    private static long machine() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    private static long bytes(String property, String value) {
        return ByteSize.parse(value).orElseThrow(() -> new SurroundingsException(property + " is " + value + ", must be a size above 0 such as 64MiB, 500kB or 1000000",
                property + "=256MiB"));
    }

    /** Why it cannot work out; null where it can.
     *
     *  @param heap the most that the Java heap may have */
    @Nullable String doubt(long heap) {
        return heap + frames <= total ? null : "the Java heap of " + mebi(heap) + " and the memory for pictures of " + mebi(frames) + " are more than the "
                + mebi(total) + " that the process may have: lower -Xmx or " + Host.FRAMES_PROPERTY + ", or raise " + TOTAL_PROPERTY;
    }

    static String mebi(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
