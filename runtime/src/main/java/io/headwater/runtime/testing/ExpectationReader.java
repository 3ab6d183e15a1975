package io.headwater.runtime.testing;

import io.headwater.exchange.Rule;
import io.headwater.runtime.check.FileProblems;
import io.headwater.runtime.check.Nodes;
import io.headwater.runtime.check.Place;
import io.headwater.runtime.check.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads what a test expects. */
final class ExpectationReader {
    private static final Set<String> KEYS = Set.of("frames", "ledger", "balanced", "left", "waited", "summaries", "boxes");
    /** Figures of a step that have reasons. */
    private static final Map<String, String> REASONED = Map.of("heldBack", "held back", "dropped", "dropped", "failed", "failed");
    private static final Set<String> FIGURES = Set.of("in", "passed", "absorbed", "made", "heldBack", "dropped", "failed");

    private final FileProblems problems;
    private final Replay replay;

    ExpectationReader(FileProblems problems, Replay replay) {
        this.problems = problems;
        this.replay = replay;
    }

    RouteTest.Expectation read(TestMap test) {
        Optional<Node> expect = test.get("expect");
        if (expect.isEmpty()) {
            test.missing("expect", "{ frames: 120 }");
        }
        TestMap map = TestMap.of("expect", expect.orElseGet(() -> new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK)), KEYS, problems);
        if (expect.isPresent() && map.values().isEmpty()) {
            map.wrong(expect.get(), "expect is empty: the test shows nothing", "expect: { frames: 120 }");
        }
        map.get("balanced").filter(node -> !Nodes.text(node).equals("true")).ifPresent(node ->
                map.wrong(node, "balanced is " + Nodes.text(node) + ", every test expects a ledger that balances", "remove it, or balanced: true"));
        Map<String, Map<String, Amount>> ledger = new LinkedHashMap<>();
        map.get("ledger").ifPresent(node -> TestMap.of("ledger", node, Set.of(), problems).each((key, value) -> {
            String step = Nodes.text(key);
            if (step.startsWith("uplink/") || replay.has(step, Place.of(key))) {
                ledger.put(step, figures(step, value));
            }
        }));
        return new RouteTest.Expectation(map.get("frames").map(node -> map.amount("frames", node)).orElse(null), ledger, left(map),
                map.get("left").map(Place::of).orElse(null),
                map.get("waited").map(node -> map.amount("waited", node)).orElse(null), golden(map, "summaries", "people.golden.json", Golden::read), boxes(map));
    }

    private Map<String, Amount> figures(String step, Node node) {
        Map<String, Amount> figures = new LinkedHashMap<>();
        TestMap map = TestMap.of(step, node, FIGURES, problems);
        map.each((key, value) -> {
            String figure = Nodes.text(key);
            String name = REASONED.get(figure);
            boolean bounds = value instanceof MappingNode m && !m.getValue().isEmpty() && m.getValue().stream().allMatch(t -> Set.of("min", "max").contains(Nodes.key(t)));
            if (name == null || !(value instanceof MappingNode) || bounds) {
                add(figures, name == null ? figure : name, map.amount(figure, value));
                return;
            }
            TestMap.of(figure, value, Set.of(), problems).each((reason, n) -> add(figures, name + " (" + Nodes.text(reason) + ")", map.amount(Nodes.text(reason), n)));
        });
        return figures;
    }

    private static void add(Map<String, Amount> figures, String name, @Nullable Amount amount) {
        if (amount != null) {
            figures.put(name, amount);
        }
    }

    private @Nullable Map<String, Amount> left(TestMap map) {
        Node node = map.get("left").orElse(null);
        if (node == null) {
            return null;
        }
        Map<String, Amount> left = new LinkedHashMap<>();
        TestMap.of("left", node, Set.of(), problems).each((key, value) -> add(left, Nodes.text(key), map.amount(Nodes.text(key), value)));
        return left;
    }

    private interface Reading {
        Object read(Path file) throws IOException;
    }

    /** One that is not there is no fault of the file: it can be made. */
    private RouteTest.@Nullable GoldenFile golden(TestMap map, String key, String example, Reading reading) {
        return map.text(key, example).map(name -> {
            RouteTest.GoldenFile golden = new RouteTest.GoldenFile(problems.file().resolveSibling(name).normalize(), Place.of(map.get(key).orElseThrow()));
            try {
                if (Files.exists(golden.path())) {
                    reading.read(golden.path());
                }
            } catch (IOException e) {
                problems.add(golden.at(), Rule.GOLDEN, "the golden file " + golden.path() + " cannot be read: " + e.getMessage(),
                        "mend it, or remove it and have  headwater test --update  make it anew", TestMap.SEE);
            }
            return golden;
        }).orElse(null);
    }

    private RouteTest.@Nullable BoxesWanted boxes(TestMap expect) {
        Node node = expect.get("boxes").orElse(null);
        if (node == null) {
            return null;
        }
        TestMap map = TestMap.of("boxes", node, Set.of("file", "step", "frames"), problems);
        for (String key : List.of("file", "step", "frames")) {
            if (map.get(key).isEmpty() && node instanceof MappingNode) {
                map.missing(key, Map.of("file", "people.boxes.json", "step", "people/find", "frames", "[0, 100]").get(key));
            }
        }
        RouteTest.GoldenFile file = golden(map, "file", "people.boxes.json", GoldenBoxes::read);
        Optional<String> step = map.text("step", "people/find");
        List<Long> frames = map.texts("frames", "[0, 100]").stream().map(text -> map.amount("frames", text)).filter(Objects::nonNull).map(Amount::least).toList();
        boolean known = step.isPresent() && replay.has(step.get(), Place.of(map.get("step").orElseThrow()));
        return file == null || !known || frames.isEmpty() ? null : new RouteTest.BoxesWanted(file, step.get(), frames);
    }
}
