package io.headwater.infer;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One map of a model's manifest, read key by key. What is wrong is reported with its place in the file, and a stand-in is
 *  returned, so that all problems come at once; keys nobody asked for are reported by {@link #done()}.
 *  <p>Threading: none; a manifest is read by one thread. */
public final class Declaration {
    private static final String SEE = "components/infer/README.md#";
    private static final long MOST_BYTES = 4 << 20;

    private final Path file;
    private final String name;
    private final Node node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final List<Problem> problems;

    /** @param name where the map stands, such as {@code output.heatmap}; empty for the whole manifest */
    Declaration(Path file, String name, Node node, List<Problem> problems) {
        this.file = file;
        this.name = name;
        this.node = node;
        this.problems = problems;
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                String key = entry.getKeyNode() instanceof ScalarNode s ? s.getValue() : "?";
                if (entries.put(key, entry) != null) {
                    problem(entry.getKeyNode(), Rule.MANIFEST, path(key) + " is there twice", "remove one of them");
                }
            }
        } else {
            problem(node, Rule.MANIFEST, (name.isEmpty() ? "the manifest" : name) + " is " + kind(node) + ", must be a map of keys", "write key: value");
        }
    }

    /** The text of a key, if it is there. */
    public Optional<String> text(String key) {
        Node value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ScalarNode s && !s.getValue().isBlank()) {
            return Optional.of(s.getValue());
        }
        problem(value, Rule.MANIFEST, path(key) + " is " + kind(value) + ", must be a text", "write " + key + ": value");
        return Optional.empty();
    }

    /** The text of a key that must be there; empty, and reported, when it is not. */
    public String required(String key, String example) {
        if (!has(key)) {
            missing(key, key + ": " + example);
        }
        return text(key).orElse("");
    }

    /** A number; the fallback when it is absent or, reported, when it is none or out of bounds. */
    public double number(String key, double fallback, double low, double high) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        double number = parse(text.get());
        if (!(number >= low && number <= high)) {
            report(key, Rule.MANIFEST, path(key) + " is " + text.get() + ", must be a number, " + plain(low) + "–" + plain(high), key + ": " + plain(fallback));
            return fallback;
        }
        return number;
    }

    /** A whole number; like {@link #number}. */
    public int whole(String key, int fallback, int low, int high) {
        double number = number(key, fallback, low, high);
        if (number != Math.rint(number)) {
            report(key, Rule.MANIFEST, path(key) + " is " + number + ", must be a whole number", key + ": " + fallback);
            return fallback;
        }
        return (int) number;
    }

    public boolean flag(String key, boolean fallback) {
        String text = text(key).orElse(Boolean.toString(fallback));
        if (!text.equals("true") && !text.equals("false")) {
            report(key, Rule.MANIFEST, path(key) + " is " + text + ", must be true or false", key + ": " + fallback);
            return fallback;
        }
        return text.equals("true");
    }

    /** One of an enum's constants, by its name in either case. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        return choice(key, fallback, List.of(fallback.getDeclaringClass().getEnumConstants()));
    }

    /** One of those constants of an enum that make sense here. */
    public <E extends Enum<E>> E choice(String key, E fallback, List<E> all) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        for (E constant : all) {
            if (constant.name().equalsIgnoreCase(text.get())) {
                return constant;
            }
        }
        boolean upper = text.get().equals(text.get().toUpperCase(Locale.ROOT));
        List<String> names = all.stream().map(e -> upper ? e.name() : e.name().toLowerCase(Locale.ROOT)).toList();
        String near = Nearest.of(text.get(), names);
        report(key, Rule.MANIFEST, path(key) + " is " + text.get() + ", must be one of " + String.join(", ", names),
                key + ": " + (near == null ? names.getFirst() : near));
        return fallback;
    }

    /** A list of texts; empty when absent. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode s && !s.getValue().isBlank()) {
                texts.add(s.getValue());
            } else {
                problem(item, Rule.MANIFEST, path(key) + " holds " + kind(item) + ", must hold texts", key + ": [one, two]");
            }
        }
        return List.copyOf(texts);
    }

    /** A list of numbers; the fallback when absent, or, reported, when one is no number. */
    public double[] numbers(String key, double... fallback) {
        if (!has(key)) {
            return fallback;
        }
        List<Node> items = items(key);
        double[] numbers = new double[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = items.get(i) instanceof ScalarNode s ? parse(s.getValue()) : Double.NaN;
            if (!Double.isFinite(numbers[i])) {
                String is = items.get(i) instanceof ScalarNode s ? s.getValue() : kind(items.get(i));
                problem(items.get(i), Rule.MANIFEST, path(key) + " holds " + is + ", must hold numbers", key + ": [0, 0, 0]");
                return fallback;
            }
        }
        return numbers;
    }

    /** A list of rows of numbers, each as long as {@code columns}, or of any length where that is below 0; empty when absent or, reported, when it is anything else. */
    public List<double[]> rows(String key, int columns, String example) {
        List<double[]> rows = new ArrayList<>();
        for (Node item : items(key)) {
            double[] row = item instanceof SequenceNode s ? s.getValue().stream().mapToDouble(v -> v instanceof ScalarNode t ? parse(t.getValue()) : Double.NaN).toArray()
                    : new double[0];
            if (row.length != columns && columns >= 0 || row.length == 0 || java.util.Arrays.stream(row).anyMatch(v -> !Double.isFinite(v))) {
                problem(item, Rule.MANIFEST, path(key) + " holds " + kind(item) + ", must hold lists of " + (columns < 0 ? "" : columns + " ") + "numbers", key + ": " + example);
                return List.of();
            }
            rows.add(row);
        }
        return rows;
    }

    /** A map under a key, if it is there. */
    public Optional<Declaration> map(String key) {
        Node value = value(key);
        return value == null ? Optional.empty() : Optional.of(new Declaration(file, path(key), value, problems));
    }

    /** A map that must be there; an empty one, and reported, when it is not. */
    public Declaration requiredMap(String key, String example) {
        Node value = value(key);
        if (value == null) {
            missing(key, key + ": { " + example + " }");
        }
        return new Declaration(file, path(key), value == null ? nothing() : value, problems);
    }

    /** A list of maps; empty when absent. */
    public List<Declaration> maps(String key) {
        List<Declaration> maps = new ArrayList<>();
        for (Node item : items(key)) {
            maps.add(new Declaration(file, path(key) + "[" + maps.size() + "]", item, problems));
        }
        return maps;
    }

    /** A file beside the manifest; empty where the key is absent or, reported, where there is no such file in the model's folder. */
    public Optional<Path> file(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path path = beside(folder, text.get());
        if (path == null) {
            report(key, Rule.MANIFEST, path(key) + " is " + text.get() + ", which leaves the model's folder", "put the file beside " + file.getFileName());
        } else if (!Files.isRegularFile(path)) {
            report(key, Rule.UNREADABLE, path(key) + " is " + text.get() + ", which is not in " + folder, "put it there, or mend " + key);
        } else if (!ModelFile.isWithin(folder, path)) {
            report(key, Rule.STAYS_IN_FOLDER, path(key) + " is " + text.get() + ", a link that leads out of the model's folder", "put the file itself beside " + file.getFileName());
        } else {
            return Optional.of(path);
        }
        return Optional.empty();
    }

    private static @Nullable Path beside(Path folder, String name) {
        try {
            Path path = folder.resolve(name).normalize();
            return path.startsWith(folder) && !Path.of(name).isAbsolute() ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** The map that a YAML or JSON file beside the manifest holds. */
    public Optional<Declaration> fileMap(String key) {
        return file(key).flatMap(path -> {
            Node root = parse(path, problems);
            return root == null ? Optional.empty() : Optional.of(new Declaration(path, "", root, problems));
        });
    }

    /** A YAML file as it is written; null, and reported, where it is none. */
    static @Nullable Node parse(Path file, List<Problem> problems) {
        String what = file.getFileName().toString();
        try (Reader text = Files.newBufferedReader(file)) {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it has " + Files.size(file) + " bytes, must have at most " + MOST_BYTES);
            }
            Node root = new Yaml(new LoaderOptions()).compose(text);
            if (root == null) {
                problems.add(new Problem(file, 1, 1, Rule.MANIFEST, what + " is empty", "fill it, as the example has it", SEE + "own-model"));
            }
            return root;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problems.add(new Problem(file, mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1, Rule.YAML,
                    what + " is no YAML: " + e.getProblem(), "mend indentation, quotes or brackets here", SEE + "own-model"));
        } catch (YAMLException | IOException | UncheckedIOException e) {
            problems.add(new Problem(file, 1, 1, Rule.UNREADABLE, what + " cannot be read: " + e.getMessage(), "write it as UTF-8 text that this user may read", SEE + "own-model"));
        }
        return null;
    }

    /** The keys that are there, in order. */
    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Where this map stands in the manifest, such as {@code output.heatmap}. */
    public String name() {
        return name;
    }

    /** Reports the keys that nobody asked for. */
    public void done() {
        entries.forEach((key, entry) -> {
            if (!asked.contains(key)) {
                String near = Nearest.of(key, asked);
                problem(entry.getKeyNode(), Rule.MANIFEST, path(key) + " is not known", near == null
                        ? "one of " + asked.stream().sorted().collect(Collectors.joining(", ")) : "write " + near);
            }
        });
    }

    /** Reports what is wrong with a key of this map, or, with null or where the key is absent, with the map. */
    public void report(@Nullable String key, Rule rule, String text, String fix) {
        NodeTuple entry = key == null ? null : entries.get(key);
        problem(entry == null ? node : entry.getValueNode(), rule, text, fix);
    }

    private void missing(String key, String fix) {
        asked.add(key);
        report(null, Rule.MANIFEST, path(key) + " is missing", fix);
    }

    private void problem(Node at, Rule rule, String text, String fix) {
        Mark mark = at.getStartMark();
        int line = mark == null ? 1 : mark.getLine() + 1;
        int column = mark == null ? 1 : mark.getColumn() + 1;
        problems.add(new Problem(file, line, column, rule, text, fix, SEE + "manifest"));
    }

    private @Nullable Node value(String key) {
        asked.add(key);
        NodeTuple entry = entries.get(key);
        return entry == null ? null : entry.getValueNode();
    }

    private List<Node> items(String key) {
        Node value = value(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode s) {
            return s.getValue();
        }
        problem(value, Rule.MANIFEST, path(key) + " is " + kind(value) + ", must be a list", key + ": [ … ]");
        return List.of();
    }

    private Node nothing() {
        return new MappingNode(org.yaml.snakeyaml.nodes.Tag.MAP, true, List.of(), node.getStartMark(), node.getEndMark(),
                org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK);
    }

    private String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private static double parse(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String plain(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }

    private static String kind(Node node) {
        return switch (node) {
            case SequenceNode s -> "a list";
            case MappingNode m -> "a map";
            case ScalarNode s when s.getValue().isBlank() -> "empty";
            case ScalarNode s -> s.getValue();
            default -> "something else";
        };
    }
}
