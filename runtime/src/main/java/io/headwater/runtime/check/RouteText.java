package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a route file, or another of ours, as YAML, and tells what is wrong with it as such. Takes bounded time and memory, whatever the file is. */
public final class RouteText {
    static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 200;
    /** Endings that Camel finds its YAML loader by: a name with another dot in it is none. */
    private static final String NAME = "[^.]+\\.(camel\\.)?yaml";

    private final FileProblems problems;
    private String source = "";
    private final String what;

    public RouteText(FileProblems problems) {
        this(problems, "route");
    }

    /** @param what what the file is a list of, as its entries are called */
    public RouteText(FileProblems problems, String what) {
        this.problems = problems;
        this.what = what;
    }

    /** The file's text, once it was read; empty where it could not be. */
    public String source() {
        return source;
    }

    /** The nodes of a text, with their places.
     *  <p>Errors: {@link YamlEngineException} when it is no YAML. */
    public static Optional<Node> compose(String text, String label) {
        return new Compose(LoadSettings.builder().setLabel(label).setAllowNonScalarKeys(true).build()).composeString(text);
    }

    /** What the file holds; empty, and reported, when it cannot be read. */
    public Optional<Node> read() {
        Path name = problems.file().getFileName();
        if (name == null || !name.toString().matches(NAME)) {
            String base = name == null ? "people" : name.toString().replaceFirst("^\\.+", "").replaceFirst("(\\.camel)?\\.ya?ml$", "").replace('.', '-');
            problems.add(Place.START, Rule.UNREADABLE, "a route file's name must be NAME.camel.yaml, without other dots",
                    "mv " + problems.file() + " " + problems.file().resolveSibling((base.isEmpty() ? "people" : base) + ".camel.yaml"));
            return Optional.empty();
        }
        return readAny();
    }

    /** The same, whatever the file's name is. */
    public Optional<Node> readAny() {
        return text().flatMap(this::parse);
    }

    /** The text of a file that has been checked as such; empty when it cannot be read. */
    static Optional<String> body(Path file) {
        return new RouteText(new FileProblems(file, new ArrayList<>())).text().map(RouteText::withoutMark);
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private Optional<String> text() {
        if (Files.isDirectory(problems.file())) {
            problems.add(Place.START, Rule.UNREADABLE, "this is a folder, its name is a " + what + " file's", "give the folder another name");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(problems.file())) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                problems.add(Place.START, Rule.UNREADABLE, "the file is larger than 1 MiB, no " + what + " file is", "check that it is the right file, or split it");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            problems.add(Place.START, Rule.UNREADABLE, "the file is not text in UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            problems.add(Place.START, Rule.UNREADABLE, "it cannot be read: " + e.getMessage(), "chmod a+r " + problems.file());
        }
        return Optional.empty();
    }

    /** What a text holds that stands for the file. */
    Optional<Node> parse(String text) {
        String body = withoutMark(text);
        source = body;
        try {
            Optional<Node> root = compose(body, problems.file().toString());
            if (root.isEmpty()) {
                problems.add(Place.START, Rule.NO_ROUTE, "the file holds no " + what, "begin with:  - " + what + ":");
            }
            return root.filter(this::isSound);
        } catch (MarkedYamlEngineException e) {
            YamlFault fault = YamlFault.of(e, body);
            problems.add(fault.at(), Rule.YAML, fault.text(), fault.fix());
        } catch (YamlEngineException e) {
            problems.add(Place.START, Rule.YAML, "this is no YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), "check that it is the right file");
        } catch (StackOverflowError e) {
            tooDeep();
        }
        return Optional.empty();
    }

    private void tooDeep() {
        problems.add(Place.START, Rule.YAML, "lists and maps are nested more than " + DEEPEST + " deep, or hold themselves", "check that it is the right file");
    }

    /** Whether it can be walked; reports keys that stand twice in one map. */
    private boolean isSound(Node root) {
        if (depth(root, 0, new IdentityHashMap<>()) > DEEPEST) {
            tooDeep();
            return false;
        }
        return true;
    }

    /** Looks at each node once, however often an alias repeats it. */
    private int depth(Node node, int above, Map<Node, Integer> known) {
        if (above > DEEPEST) {
            return above;
        }
        Integer below = known.get(node);
        if (below != null) {
            return above + below;
        }
        known.put(node, DEEPEST + 1); // until it is known: a node inside itself is without end
        int deepest = above;
        if (node instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                deepest = Math.max(deepest, depth(item, above + 1, known));
            }
        } else if (node instanceof MappingNode map) {
            reportTwins(map);
            for (NodeTuple tuple : map.getValue()) {
                deepest = Math.max(deepest, depth(tuple.getValueNode(), above + 1, known));
            }
        }
        known.put(node, deepest - above);
        return deepest;
    }

    private void reportTwins(MappingNode map) {
        Map<String, Place> seen = new HashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            Place first = seen.putIfAbsent(Nodes.key(tuple), Place.of(tuple.getKeyNode()));
            if (first != null && !Nodes.key(tuple).isEmpty()) {
                problems.add(Place.of(tuple.getKeyNode()), Rule.YAML, "'" + Nodes.key(tuple) + "' is there twice, before in line " + first.line(), "remove one of the two");
            }
        }
    }
}
