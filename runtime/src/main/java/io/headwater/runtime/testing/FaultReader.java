package io.headwater.runtime.testing;

import io.headwater.exchange.Nearest;
import io.headwater.runtime.check.FileProblems;
import io.headwater.runtime.check.Nodes;
import io.headwater.runtime.check.Place;
import io.headwater.runtime.check.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the faults of a test. */
final class FaultReader {
    private static final Pattern EVERY = Pattern.compile("every (\\d{1,9})(?:st|nd|rd|th)?");
    private static final Pattern TIME = Pattern.compile("\\d{1,6}(ms|s|m|h)");
    /** The keys of each kind of fault, by the one that says which it is. */
    private static final Map<String, Set<String>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("source", Set.of("source", "stalls", "at"));
        KINDS.put("step", Set.of("step", "fails"));
        KINDS.put("broker", Set.of("broker", "from", "to"));
        KINDS.put("disk", Set.of("disk", "from", "to"));
    }

    private final FileProblems problems;
    private final Replay replay;

    FaultReader(FileProblems problems, Replay replay) {
        this.problems = problems;
        this.replay = replay;
    }

    List<Fault> read(TestMap test) {
        List<Fault> faults = new ArrayList<>();
        test.get("faults").ifPresent(node -> {
            if (node instanceof SequenceNode list) {
                list.getValue().forEach(entry -> fault(entry, test).ifPresent(faults::add));
            } else {
                test.wrong(node, "faults must be a list, it is " + Nodes.kind(node), "- step: people/find\n  fails: every 10th");
            }
        });
        return faults;
    }

    private Optional<Fault> fault(Node entry, TestMap test) {
        String kind = KINDS.keySet().stream().filter(k -> Nodes.get(entry, k).isPresent()).findFirst().orElse("");
        if (kind.isEmpty()) {
            String first = entry instanceof MappingNode m && !m.getValue().isEmpty() ? Nodes.key(m.getValue().getFirst()) : "";
            String near = Nearest.of(first, KINDS.keySet());
            test.wrong(entry, "a fault is one of source, step, broker or disk; this is " + (first.isEmpty() ? Nodes.kind(entry) : first) + FileProblems.near(near),
                    near == null ? "step: people/find" : near + ":");
            return Optional.empty();
        }
        TestMap map = TestMap.of("a fault of the " + kind, entry, KINDS.get(kind), problems);
        Node value = map.get(kind).orElseThrow();
        switch (kind) {
            case "source", "step" -> {
                if (!replay.has(Nodes.text(value), Place.of(value))) {
                    return Optional.empty();
                }
                return kind.equals("step") ? fails(Nodes.text(value), map)
                        : time(map, "at").flatMap(at -> time(map, "stalls").map(time -> new Fault.Stalls(Nodes.text(value), at, time)));
            }
            default -> {
                String only = kind.equals("broker") ? "away" : "full";
                if (!Nodes.text(value).equals(only)) {
                    map.wrong(value, kind + " is " + Nodes.text(value) + ", must be " + only, kind + ": " + only);
                }
                Optional<Duration> to = map.get("to").flatMap(n -> time(map, "to"));
                return time(map, "from").map(from -> kind.equals("broker") ? new Fault.BrokerAway(from, to.orElse(null)) : new Fault.DiskFull(from, to.orElse(null)));
            }
        }
    }

    private Optional<Fault> fails(String step, TestMap map) {
        Node fails = map.get("fails").orElse(null);
        Matcher every = EVERY.matcher(fails == null ? "" : Nodes.text(fails).strip());
        if (fails == null) {
            map.missing("fails", "every 10th");
        } else if (every.matches() && Long.parseLong(every.group(1)) > 0) {
            return Optional.of(new Fault.Fails(step, Long.parseLong(every.group(1)), Set.of()));
        } else if (Nodes.text(fails).equals("always")) {
            return Optional.of(new Fault.Fails(step, 1, Set.of()));
        } else if (fails instanceof SequenceNode list) {
            Set<Long> items = new HashSet<>();
            for (Node item : list.getValue()) {
                Amount number = map.amount("fails", item);
                if (number != null) {
                    items.add(number.least());
                }
            }
            return Optional.of(new Fault.Fails(step, 0, items));
        } else {
            map.wrong(fails, "fails is " + (fails instanceof ScalarNode ? Nodes.text(fails) : Nodes.kind(fails)) + ", must say at which items", "fails: every 10th     or always, or [5, 7]");
        }
        return Optional.empty();
    }

    private Optional<Duration> time(TestMap map, String key) {
        if (map.get(key).isEmpty()) {
            map.missing(key, "3s");
        }
        return map.text(key, "3s").flatMap(text -> {
            if (!TIME.matcher(text).matches()) {
                map.wrong(map.get(key).orElseThrow(), key + " is " + text + ", must be a time such as 3s or 500ms", key + ": 3s");
                return Optional.empty();
            }
            return Optional.of(duration(text));
        });
    }

    private static Duration duration(String text) {
        return text.endsWith("ms") ? Duration.ofMillis(Long.parseLong(text.replace("ms", ""))) : Duration.parse("PT" + text);
    }
}
