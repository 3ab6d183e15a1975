package io.headwater.summarize;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.util.TimeUtils;

/** The bounds of one option of time. */
record Range(String option, String low, String high, String fix, Function<SummarizeEndpoint, Duration> value) {
    static final List<Range> ALL = List.of(
            new Range("window", "100ms", "7d", "10s", SummarizeEndpoint::getWindow),
            new Range("idleAfter", "0s", "1d", "2s", SummarizeEndpoint::getIdleAfter),
            new Range("skew", "0s", "1d", "5s", SummarizeEndpoint::getSkew));

    boolean has(Duration given) {
        return given.compareTo(TimeUtils.toDuration(low)) >= 0 && given.compareTo(TimeUtils.toDuration(high)) <= 0;
    }

    String text(String given) {
        return "summarize." + option + " is " + given + ", must be " + low + "–" + high;
    }

    void refuse(SummarizeEndpoint endpoint) {
        Duration given = value.apply(endpoint);
        if (!has(given)) {
            throw new IllegalArgumentException(text(TimeUtils.printDuration(given, true)));
        }
    }
}
