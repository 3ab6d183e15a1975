package io.headwater.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How long this process has run, as the kernel counts it: the launcher and the JVM's own start are part of it.
 *  <p>Units: milliseconds, in steps of ten. Source: proc(5). */
record StartClock(long wall, long processor) {
    private static final long TICK = 10; // USER_HZ is 100 on every Linux

    /** Null where there is no {@code /proc}. */
    static @Nullable StartClock now() {
        try {
            return of(Files.readString(Path.of("/proc/self/stat")), Files.readString(Path.of("/proc/uptime")));
        } catch (IOException e) {
            return null;
        }
    }

    static StartClock of(String stat, String uptime) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // the name before may hold blanks and brackets
        long processor = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK;
        long started = Long.parseLong(fields[19]) * TICK;
        return new StartClock(Math.round(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000) - started, processor);
    }

    @Override
    public String toString() {
        return wall + " ms after the start (" + processor + " ms of processor time)";
    }
}
