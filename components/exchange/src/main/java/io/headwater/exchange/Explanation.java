package io.headwater.exchange;

import io.headwater.flow.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.util.TimeUtils;

/** What a step does with what comes to it, in words for people who must trust it. Made of the step's options, never of an example's.
 *
 *  @param does whole sentences, the most important first
 *  @param losses what may not go on, each by the fate that the ledger counts it as
 *  @param leaves what leaves the box, and where to, as in {@code summaries, to the Kafka topic counts}
 *  @param keeps what lies on disk, where, and how much it can be
 *  @param lost what a kill takes */
public record Explanation(List<String> does, List<Loss> losses, List<String> leaves, List<String> keeps, List<String> lost) {
    /** Says nothing. */
    public static final Explanation NONE = new Explanation(List.of(), List.of(), List.of(), List.of(), List.of());
    /** A failure that is counted by the name of its exception. */
    public static final Fate BY_EXCEPTION = Fate.failed("by exception");

    /** Items that do not go on.
     *
     *  @param fate as the ledger counts them
     *  @param what which items, and why */
    public record Loss(Fate fate, String what) {
        /** The fate as the ledger writes it: {@code dropped (shed)}. */
        public String text() {
            return switch (fate) {
                case Fate.Dropped dropped -> "dropped (" + dropped.reason() + ")";
                case Fate.HeldBack held -> "held back (" + held.reason() + ")";
                case Fate.Failed failed -> "failed (" + failed.reason() + ")";
                case Fate.Absorbed absorbed -> "absorbed";
                case Fate.Passed passed -> "passed";
            };
        }
    }

    public Explanation {
        does = List.copyOf(does);
        losses = List.copyOf(losses);
        leaves = List.copyOf(leaves);
        keeps = List.copyOf(keeps);
        lost = List.copyOf(lost);
    }

    /** Begins with what the step does. */
    public static Explanation of(String sentence) {
        return NONE.does(sentence);
    }

    public Explanation does(String sentence) {
        return new Explanation(and(does, sentence), losses, leaves, keeps, lost);
    }

    public Explanation loses(Fate fate, String what) {
        return new Explanation(does, and(losses, new Loss(fate, what)), leaves, keeps, lost);
    }

    public Explanation leaves(String what) {
        return new Explanation(does, losses, and(leaves, what), keeps, lost);
    }

    public Explanation keeps(String what) {
        return new Explanation(does, losses, leaves, and(keeps, what), lost);
    }

    public Explanation lost(String what) {
        return new Explanation(does, losses, leaves, keeps, and(lost, what));
    }

    private static <T> List<T> and(List<T> all, T one) {
        return Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    /** A duration that was written in any of Camel's forms, as {@code 1m30s}. */
    public static String time(String written) {
        Duration time = Durations.of(written);
        return TimeUtils.printDuration(time, time.toMillisPart() != 0);
    }

    /** A number of bytes as {@code 256 MiB}. */
    public static String size(long bytes) {
        for (int power = 3; power > 0; power--) {
            long unit = 1L << 10 * power;
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + " " + "KMG".charAt(power - 1) + "iB";
            }
        }
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
}
