package io.headwater.runtime.check;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
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
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Route files as a test runs them: with what the test puts in place of what they say, and each recorded source played once, as fast
 *  as the route takes it, unless the test says otherwise.
 *  <p>Errors: none; what is wrong is reported. */
public final class Replay {
    /** Sources that get what other routes send, and so end with them. */
    private static final Set<String> FOLLOW = Set.of("direct", "seda", "stage");
    private static final Map<String, String> ONCE = Map.of("loop", "false", "pace", "FAST");

    private final FileProblems problems;
    private final Replacements given;
    private final Map<String, StepCheck> checks = new HashMap<>();
    private final Map<Path, String> texts = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> names = new TreeSet<>();
    private final Set<String> endless = new TreeSet<>();
    private final Set<String> ending = new TreeSet<>();
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
        given.reportUnused(replay.used, replay.names, problems);
        RouteChecker.checkRewritten(files, models, (file, root) -> replay.rewritten(file, root)).stream().filter(Problem::isError).forEach(problems::add);
        return replay;
    }

    private Node look(Path file, Node root) {
        Node changed = rewritten(file, root);
        RouteTree tree = RouteTree.of(changed);
        names.addAll(tree.names());
        tree.sources().forEach((name, from) -> ending(name, from, file));
        return changed;
    }

    private void ending(String name, MappingNode from, Path file) {
        String scheme = scheme(from);
        StepCheck.Options options = options(from, file);
        boolean flows = checks.containsKey(scheme);
        boolean isLive = flows && isLive(scheme, options);
        boolean ends = FOLLOW.contains(scheme) || flows && (isLive ? !options.text("frames").orElse("0").equals("0") : !options.text("loop").orElse("").equalsIgnoreCase("true"));
        live |= isLive || !flows;
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
            if (scheme.equals("camera") && !isLive(scheme, options(from, file))) {
                MappingNode own = given.options().get(name);
                ONCE.forEach((option, value) -> {
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

    /** What Camel is to load, by file. */
    public Map<Path, String> texts() {
        return texts;
    }

    /** Whether frames come when they come, and not by the time of a recording. */
    public boolean isLive() {
        return live;
    }
}
