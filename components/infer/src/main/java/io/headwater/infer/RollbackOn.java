package io.headwater.infer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a version that is tried may not do: {@code p99=3x, errors=1%, disagreement=50%}. What is not named is not looked at.
 *
 *  @param p99Times how many times the latency of the version in use, at its 99th percentile; infinite where that is not looked at
 *  @param p99 that latency itself, in nanoseconds; {@link Long#MAX_VALUE} where it is not looked at
 *  @param errors share of failed frames, 0..1
 *  @param disagreement share of the answers that the version in use does not bear out, 0..1 */
record RollbackOn(double p99Times, long p99, double errors, double disagreement) {
    static final String DEFAULT = "p99=3x, errors=1%, disagreement=50%";
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(x|%|ms|s)");

    /** Reads the text; what is wrong with it is added to {@code wrong}, each as a sentence. */
    static RollbackOn of(String text, List<String> wrong) {
        double times = Double.POSITIVE_INFINITY;
        long p99 = Long.MAX_VALUE;
        double errors = 1;
        double disagreement = 1;
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String[] pair = part.strip().split("\\s*=\\s*", -1);
            Matcher m = NUMBER.matcher(pair.length == 2 ? pair[1] : "");
            if (!m.matches() || !seen.add(pair[0])) {
                wrong.add("\"" + part.strip() + "\"" + (m.matches() ? " names " + pair[0] + " again" : " is no limit such as errors=1%"));
                continue;
            }
            double value = Double.parseDouble(m.group(1));
            String unit = m.group(2);
            switch (pair[0] + " " + unit) {
                case "p99 x" -> times = atLeast(1, value, part, wrong);
                case "p99 ms" -> p99 = Math.round(value * 1e6);
                case "p99 s" -> p99 = Math.round(value * 1e9);
                case "errors %" -> errors = share(value, part, wrong);
                case "disagreement %" -> disagreement = share(value, part, wrong);
                default -> wrong.add("\"" + part.strip() + "\" is none of p99=3x, p99=80ms, errors=1%, disagreement=50%");
            }
        }
        return new RollbackOn(times, p99, errors, disagreement);
    }

    private static double atLeast(double least, double value, String part, List<String> wrong) {
        if (value < least) {
            wrong.add("\"" + part.strip() + "\" is below " + least);
        }
        return value;
    }

    private static double share(double percent, String part, List<String> wrong) {
        if (percent > 100) {
            wrong.add("\"" + part.strip() + "\" is above 100%");
        }
        return percent / 100;
    }

    /** The most that the 99th percentile may be, in nanoseconds, where the version in use has this one. */
    double mostNanos(long p99InUse) {
        return Math.min(p99, p99Times * p99InUse);
    }

    /** In words, as in {@code p99 above 3 times that of the version in use}. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (p99Times < Double.POSITIVE_INFINITY) {
            words.add("it takes more than " + number(p99Times) + " times as long as the one in use, at the 99th percentile");
        }
        if (p99 < Long.MAX_VALUE) {
            words.add("it takes more than " + Duration.ofNanos(p99).toMillis() + " ms, at the 99th percentile");
        }
        if (errors < 1) {
            words.add("it fails on more than " + number(100 * errors) + " % of its pictures");
        }
        if (disagreement < 1) {
            words.add("more than " + number(100 * disagreement) + " % of what it says is not what the one in use says");
        }
        return words;
    }

    static String number(double v) {
        return v == Math.rint(v) ? Long.toString((long) v) : String.format(Locale.ROOT, "%.1f", v);
    }
}
