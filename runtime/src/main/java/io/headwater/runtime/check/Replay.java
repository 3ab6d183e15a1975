package io.headwater.runtime.check;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Problem;
import io.headwater.exchange.RecordingFile;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Route files as a test runs them: with what the test puts in place of what they say, and each recorded source played once, as fast
 *  as the route takes it, unless the test says otherwise.
 *  <p>Errors: none; what is wrong is reported. */
public final class Replay {
    /** Sources that get what other routes send, and so end with them. */
    private static final Set<String> FOLLOW = Set.of("direct", "seda", "stage");
    private static final Map<String, Map<String, String>> ONCE = Map.of("camera", Map.of("loop", "false", "pace", "FAST"), "sensor", Map.of("pace", "FAST"));
    private static final String SEE = "src/docs/guide/test.md";
    /** The component by which a test plays what was recorded of a source. */
    public static final String RECORDED = "recorded";

    private final FileProblems problems;
    private final Replacements given;
    private final Map<String, StepCheck> checks = new HashMap<>();
    private final Map<Path, String> texts = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> names = new TreeSet<>();
    private final Map<String, String> sources = new TreeMap<>();
    private final Set<String> endless = new TreeSet<>();
    private final Set<String> ending = new TreeSet<>();
    private final List<Path> recordings = new ArrayList<>();
    private boolean live;

    private Replay(FileProblems problems, Replacements given) {
        this.problems = problems;
        this.given = given;
        ServiceLoader.load(StepCheck.class, Replay.class.getClassLoader()).forEach(c -> checks.put(c.scheme(), c));
    }

    /** @param problems takes what is wrong with the test, and with the routes as the test runs them */
    public static Replay of(List<Path> files, List<Path> models, Replacements given, FileProblems problems) {
        Replay replay = new Replay(problems, given);
        for (Path file : files) {
            RouteSource.nodes(new FileProblems(file, new ArrayList<>())).ifPresent(root -> replay.texts.put(file, text(replay.look(file, root))));
        }
        replay.reportNoSource();
        given.reportUnused(replay.used, replay.names, problems);
        RouteChecker.checkRewritten(files, models, (file, root) -> replay.rewritten(file, root)).stream().filter(Problem::isError).forEach(problems::add);
        return replay;
    }

    private Node look(Path file, Node root) {
        Node changed = rewritten(file, root);
        RouteTree tree = RouteTree.of(changed);
        names.addAll(tree.names());
        tree.sources().forEach((name, from) -> {
            ScalarNode recording = given.recordings().get(name);
            if (recording == null) {
                ending(name, from, file);
            } else if (!ONCE.containsKey(scheme(from))) {
                recorded(name, from, recording);
            }
        });
        return changed;
    }

    private void recorded(String name, MappingNode from, ScalarNode written) {
        Path recording = Optional.ofNullable(problems.file().getParent()).orElse(Path.of("")).resolve(written.getValue()).normalize();
        try {
            RecordingFile.open(recording).close();
        } catch (NoSuchFileException e) {
            problems.add(Place.of(written), Rule.RECORDING, "there is no recording " + recording, "headwater record " + name.substring(0, name.lastIndexOf('/')) + "  makes one", SEE);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(Place.of(written), Rule.RECORDING, "the recording " + recording + " cannot be read: " + e.getMessage(), "{\"at\": \"2026-05-04T08:00:00Z\", \"body\": \"a text\", \"headers\": {\"name\": \"value\"}}", SEE);
        }
        Replacements.source(from, RECORDED + ":" + recordings.size());
        recordings.add(recording);
        ending.add(name.substring(0, name.lastIndexOf('/')));
    }

    /** Reports recordings that can play in no source's place. */
    private void reportNoSource() {
        given.recordings().forEach((name, recording) -> {
            String scheme = sources.get(name);
            if (scheme == null) {
                String near = Nearest.of(name, sources.keySet());
                problems.add(Place.of(recording), Rule.TEST_TARGET, "the route has no source '" + name + "', in whose place a recording could play" + FileProblems.near(near),
                        near == null ? "one of " + Nearest.some(List.copyOf(sources.keySet())) : near + ":");
            } else if (ONCE.containsKey(scheme)) {
                problems.add(Place.of(recording), Rule.TEST_SHAPE, "the source " + name + " is a " + scheme + ", which plays a recording by itself", "location: " + recording.getValue(), SEE);
            }
        });
    }

    private void ending(String name, MappingNode from, Path file) {
        String scheme = scheme(from);
        StepCheck.Options options = options(from, file);
        boolean flows = checks.containsKey(scheme);
        boolean isLive = flows && isLive(scheme, options);
        boolean ends = FOLLOW.contains(scheme) || flows && checks.get(scheme).ends(options);
        live |= isLive || !flows || !ends && !options.isTrue("loop");
        if (!ends) {
            endless.add(name);
        } else if (flows && !FOLLOW.contains(scheme)) {
            ending.add(name.substring(0, name.lastIndexOf('/')));
        }
    }

    private Node rewritten(Path file, Node root) {
        Node changed = given.in(root, used);
        RouteTree.of(changed).sources().forEach((name, from) -> {
            String scheme = scheme(from);
            sources.put(name, scheme);
            if (given.recordings().containsKey(name) && !ONCE.containsKey(scheme)) {
                Replacements.source(from, "direct:" + RECORDED); // of what comes from there nothing is known before it comes
            } else if (scheme.equals("camera") ? !isLive(scheme, options(from, file)) : ONCE.containsKey(scheme) && checks.get(scheme).ends(options(from, file))) {
                MappingNode own = given.options().get(name);
                ONCE.get(scheme).forEach((option, value) -> {
                    if (own == null || Nodes.get(own, option).isEmpty()) {
                        Replacements.put(from, Replacements.option(option, value, from));
                    }
                });
            }
        });
        return changed;
    }

    private boolean isLive(String scheme, StepCheck.Options options) {
        return checks.get(scheme).flow(options, Flow.UNKNOWN, StepCheck.Findings.NONE).live();
    }

    private static String scheme(MappingNode from) {
        String uri = Placeholders.resolve(Nodes.get(from, "uri").map(Nodes::text).orElse("")).text();
        return uri.split("[:?]", 2)[0];
    }

    private StepCheck.Options options(MappingNode from, Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        Nodes.get(from, "parameters").filter(MappingNode.class::isInstance).map(MappingNode.class::cast).ifPresent(parameters ->
                parameters.getValue().forEach(t -> values.put(Nodes.key(t), Placeholders.resolve(Nodes.text(t.getValueNode())).text())));
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of("."));
        return new StepCheck.Options(values, true, true, folder, List.of());
    }

    private static String text(Node root) {
        DumpSettings settings = DumpSettings.builder().setWidth(100_000).setSplitLines(false).build();
        return new Present(settings).emitToString(new Serialize(settings).serializeOne(root).iterator());
    }

    /** Reports sources that never come to an end by themselves. */
    public void reportEndless(Place at) {
        endless.forEach(name -> problems.add(at, Rule.TEST_ENDS, "the source " + name + " never comes to an end by itself",
                "given:\n  " + name + ":\n    location: a clip or a picture     or  until: { route/step: 12 }"));
    }

    /** Whether the routes have a source or step of this name; reports it where not. */
    public boolean has(String name, Place at) {
        if (names.contains(name) || texts.isEmpty()) {
            return true;
        }
        String near = Nearest.of(name, names);
        problems.add(at, Rule.TEST_TARGET, "the route has no source or step '" + name + "'" + FileProblems.near(near),
                near == null ? "one of " + Nearest.some(List.copyOf(names)) : near + ":");
        return false;
    }

    /** The routes whose source ends by itself. */
    public Set<String> ending() {
        return ending;
    }

    /** Whether some source goes on until it is stopped. */
    public boolean isEndless() {
        return !endless.isEmpty();
    }

    /** Recordings that play in place of sources, each by the number behind {@value #RECORDED}. */
    public List<Path> recordings() {
        return List.copyOf(recordings);
    }

    /** What Camel is to load, by file. */
    public Map<Path, String> texts() {
        return texts;
    }

    /** Whether frames come when they come, and not by the time of a recording. */
    public boolean isLive() {
        return live;
    }
}
