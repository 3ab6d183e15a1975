package io.headwater.runtime.testing;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.runtime.RouteFiles;
import io.headwater.runtime.check.FileProblems;
import io.headwater.runtime.check.Nodes;
import io.headwater.runtime.check.Place;
import io.headwater.runtime.check.Replacements;
import io.headwater.runtime.check.Replay;
import io.headwater.runtime.check.RouteText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a test file, and checks it and the routes as it runs them.
 *  <p>Errors: none; what is wrong goes to the problems, and such tests are left out. */
final class TestFile {
    static final String ENDING = RouteFiles.TESTS;
    private static final Set<String> KEYS = Set.of("name", "route", "models", "properties", "time", "limit", "given", "until", "faults", "expect");
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final FileProblems problems;
    private final List<Path> models;
    private final Map<String, Place> names = new HashMap<>();

    private TestFile(FileProblems problems, List<Path> models) {
        this.problems = problems;
        this.models = models;
    }

    /** @param models folders with models for all tests
     *  @param problems takes what is wrong */
    static List<RouteTest> read(Path file, List<Path> models, List<Problem> problems) {
        FileProblems found = new FileProblems(file, problems);
        List<RouteTest> tests = new ArrayList<>();
        new RouteText(found, "test").readAny().ifPresent(root -> {
            if (root instanceof SequenceNode list) {
                TestFile reader = new TestFile(found, models);
                list.getValue().forEach(entry -> reader.entry(entry, tests));
            } else {
                found.add(Place.of(root), Rule.TEST_SHAPE, "the file must be a list of tests, it is " + Nodes.kind(root), "- test:", TestMap.SEE);
            }
        });
        return tests;
    }

    private void entry(Node entry, List<RouteTest> tests) {
        TestMap map = TestMap.of("an entry of the file", entry, Set.of("test"), problems);
        map.get("test").ifPresent(body -> tests.add(test(Place.of(entry), TestMap.of("test", body, KEYS, problems))));
    }

    private RouteTest test(Place at, TestMap map) {
        String name = map.text("name", "counts the people").orElse("");
        if (map.get("name").isEmpty()) {
            map.missing("name", "counts the people");
        }
        Place twin = names.putIfAbsent(name, at);
        if (twin != null) {
            problems.add(map.get("name").map(Place::of).orElse(at), Rule.DUPLICATE_ID, "the name '" + name + "' is used before, in line " + twin.line(), "give each test a name of its own");
        }
        List<Path> all = new ArrayList<>(map.texts("models", "../models").stream().map(text -> beside(text.getValue())).toList());
        all.addAll(models);
        List<Path> routes = routes(map);
        Map<String, ScalarNode> recordings = new LinkedHashMap<>();
        Replacements given = new Replacements(properties(map), options(map, recordings), recordings);
        Replay replay = Replay.of(routes, all, given, problems);
        Map<String, Amount> until = new LinkedHashMap<>();
        map.get("until").ifPresent(node -> TestMap.of("until", node, Set.of(), problems).each((key, value) -> {
            Amount amount = map.amount(Nodes.text(key), value);
            if (replay.has(Nodes.text(key), Place.of(key)) && amount != null) {
                until.put(Nodes.text(key), amount);
            }
        }));
        if (until.isEmpty()) {
            replay.reportEndless(map.get("given").map(Place::of).orElse(at));
        }
        RouteTest.Expectation expected = new ExpectationReader(problems, replay).read(map);
        return new RouteTest(problems.file(), at, name, routes, all, given, replay, time(map), limit(map), until, new FaultReader(problems, replay).read(map), expected);
    }

    private List<Path> routes(TestMap map) {
        List<Path> routes = new ArrayList<>();
        for (ScalarNode text : map.texts("route", "people.camel.yaml")) {
            Path route = beside(text.getValue());
            if (Files.exists(route)) {
                routes.add(route);
            } else {
                problems.add(Place.of(text), Rule.TEST_TARGET, "there is no route file " + route, "route: a file beside this one, such as people.camel.yaml", TestMap.SEE);
            }
        }
        if (map.get("route").isEmpty()) {
            Path route = beside(problems.file().getFileName().toString().replace(ENDING, ".camel.yaml"));
            if (Files.exists(route)) {
                routes.add(route);
            } else {
                problems.add(map.at(), Rule.TEST_TARGET, "the test names no route, and there is none of its name: " + route, "route: people.camel.yaml", TestMap.SEE);
            }
        }
        return routes;
    }

    private Path beside(String name) {
        return problems.file().resolveSibling(name).normalize();
    }

    private Map<String, String> properties(TestMap map) {
        Map<String, String> properties = new LinkedHashMap<>();
        map.get("properties").ifPresent(node -> TestMap.of("properties", node, Set.of(), problems).each((key, value) -> {
            if (value instanceof ScalarNode) {
                properties.put(Nodes.text(key), Nodes.text(value));
            } else {
                map.wrong(value, Nodes.text(key) + " must be one value, it is " + Nodes.kind(value), Nodes.text(key) + ": value");
            }
        }));
        return properties;
    }

    /** @param recordings takes those that play in place of sources */
    private Map<String, MappingNode> options(TestMap map, Map<String, ScalarNode> recordings) {
        Map<String, MappingNode> options = new LinkedHashMap<>();
        map.get("given").ifPresent(node -> TestMap.of("given", node, Set.of(), problems).each((key, value) -> {
            if (value instanceof MappingNode step && Nodes.get(step, "recording").isPresent()) {
                TestMap.of(Nodes.text(key), step, Set.of("recording"), problems).text("recording", "push.jsonl")
                        .ifPresent(name -> recordings.put(Nodes.text(key), (ScalarNode) Nodes.get(step, "recording").orElseThrow()));
            } else if (value instanceof MappingNode step) {
                options.put(Nodes.text(key), step);
            } else {
                map.wrong(value, Nodes.text(key) + " must be a map of options, it is " + Nodes.kind(value), Nodes.text(key) + ":\n  location: clip.mp4");
            }
        }));
        return options;
    }

    private Instant time(TestMap map) {
        return map.text("time", TIME.toString()).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                map.wrong(map.get("time").orElseThrow(), "time is " + text + ", must be a moment such as " + TIME, "time: " + TIME);
                return TIME;
            }
        }).orElse(TIME);
    }

    private Duration limit(TestMap map) {
        return map.text("limit", "60s").map(text -> {
            Duration limit = text.matches("\\d{1,6}(ms|s|m|h)") ? Duration.parse("PT" + (text.endsWith("ms") ? Double.parseDouble(text.replace("ms", "")) / 1000 + "s" : text)) : Duration.ZERO;
            if (!limit.isPositive() || limit.compareTo(LONGEST) > 0) {
                map.wrong(map.get("limit").orElseThrow(), "limit is " + text + ", must be a time of 1ms–1h, such as 60s", "limit: 60s");
                return LIMIT;
            }
            return limit;
        }).orElse(LIMIT);
    }
}
