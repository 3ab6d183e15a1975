package io.headwater.exchange;

import java.time.Duration;
import org.apache.camel.util.TimeUtils;

/** Durations as routes write them. */
public final class Durations {
    private Durations() {}

    /** A duration in any of Camel's forms: {@code 1m30s}, {@code 500}, {@code PT1M30S}.
     *  <p>Errors: {@link RuntimeException} when it is none. */
    public static Duration of(String written) {
        return written.startsWith("P") || written.startsWith("p") ? Duration.parse(written) : TimeUtils.toDuration(written);
    }
}
