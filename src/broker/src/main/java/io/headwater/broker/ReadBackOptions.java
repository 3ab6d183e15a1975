package io.headwater.broker;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link ReadBack} was asked to read.
 *
 * @param bootstrap host:port of a broker
 * @param topic the topic to read, all partitions
 * @param timeout how long the whole reading may take
 * @param print whether each record gets a line
 * @param json whether everything on standard output is JSON
 */
record ReadBackOptions(String bootstrap, String topic, Duration timeout, boolean print, boolean json) {

    static final String USAGE = "usage: ReadBack --bootstrap HOST:PORT --topic TOPIC [--timeout 10s] [--print] [--json]";

    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,5})(ms|s|m)");

    static ReadBackOptions parse(List<String> args) {
        String bootstrap = null;
        String topic = null;
        Duration timeout = Duration.ofSeconds(10);
        boolean print = false;
        boolean json = false;
        for (Arguments rest = new Arguments(args); rest.more(); ) {
            switch (rest.next()) {
                case "--bootstrap" -> bootstrap = rest.value();
                case "--topic" -> topic = rest.value();
                case "--timeout" -> timeout = duration(rest.value());
                case "--print" -> print = true;
                case "--json" -> json = true;
                default -> throw rest.unknown();
            }
        }
        return new ReadBackOptions(Arguments.required("--bootstrap", bootstrap), Arguments.required("--topic", topic), timeout, print, json);
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("--timeout is " + text + ", must be a number with its unit: 500ms, 10s or 2m");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
