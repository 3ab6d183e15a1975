package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Checks a Kamelet's file by itself, before a route uses it: that it can be written out, that a designer can show it, and that its
 *  properties and its placeholders belong together. */
final class KameletFile {
    private static final String SEE = "src/docs/guide/draw.md#kamelets";
    private static final String ICON = "camel.apache.org/kamelet.icon";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\?)?([^:{}]+)(:[^{}]*)?}}");
    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Za-z0-9]*");

    private final FileProblems problems;
    private final Map<String, Node> properties = new LinkedHashMap<>();
    private final Set<String> used = new TreeSet<>();

    KameletFile(FileProblems problems) {
        this.problems = problems;
    }

    /** The Kamelet, so that its steps can be checked as those of a route; empty where it is none.
     *
     *  @param source the file's text */
    Optional<Kamelet> run(Node root, String source) {
        String file = String.valueOf(problems.file().getFileName());
        Optional<Kamelet> kamelet = new KameletText(problems, file.substring(0, file.length() - Kamelets.ENDING.length()), SEE).read(root);
        if (!Nodes.below(root, "kind").map(Nodes::text).orElse("").equals("Kamelet")) {
            return kamelet;
        }
        Node definition = Nodes.below(root, "spec", "definition").orElse(root);
        for (String key : List.of("title", "description")) {
            if (Nodes.get(definition, key).map(Nodes::text).orElse("").isBlank()) {
                form(definition, "spec.definition has no " + key + ", without which Karavan shows no Kamelet at all", key + ": …");
            }
        }
        metadata(root, source);
        if (Nodes.get(definition, "properties").orElse(null) instanceof MappingNode all) {
            all.getValue().forEach(this::property);
        }
        required(definition);
        Nodes.below(root, "spec", "template").ifPresent(this::placeholders);
        properties.forEach((name, at) -> {
            if (!used.contains(name)) {
                problems.add(Place.of(at), Rule.KAMELET_PROPERTY, "property " + name + " does nothing: nothing in the template says {{" + name + "}}", "use it, or remove it", SEE);
            }
        });
        return kamelet;
    }

    private void metadata(Node root, String source) {
        Node metadata = Nodes.below(root, "metadata").orElse(root);
        Optional<Node> annotations = Nodes.get(metadata, "annotations");
        if (annotations.isEmpty()) {
            form(metadata, "metadata has no annotations, without which Karavan shows no Kamelet at all", "annotations:\n  " + ICON + ": data:image/svg+xml;base64,…");
            return;
        }
        Optional<Node> icon = Nodes.get(annotations.get(), ICON);
        if (icon.isEmpty()) {
            form(annotations.get(), "it has no icon, designers show it without", ICON + ": data:image/svg+xml;base64,…");
        } else if (!Nodes.text(icon.get()).startsWith("data:image/")) {
            form(icon.get(), "the icon is no picture within the file", ICON + ": data:image/svg+xml;base64,…");
        }
        int split = source.indexOf("---", source.startsWith("---") ? 3 : 0);
        if (split >= 0) {
            int line = (int) source.substring(0, split).lines().count();
            form(new Place(Math.max(1, line), 1), "there is --- in the file, where Karavan's web application splits it", "write it otherwise");
        }
    }

    private void property(NodeTuple tuple) {
        String name = Nodes.key(tuple);
        Node at = tuple.getKeyNode();
        Node property = tuple.getValueNode();
        properties.put(name, at);
        if (!CAMEL_CASE.matcher(name).matches()) {
            form(at, "property " + name + " is not written in camelCase, Karavan renames it", camelCase(name) + ":");
        }
        for (String key : List.of("title", "description")) {
            if (Nodes.get(property, key).map(Nodes::text).orElse("").isBlank()) {
                form(at, "property " + name + " has no " + key + ", a form shows its bare name", key + ": …");
            }
        }
        if (Nodes.get(property, "default").orElse(null) instanceof ScalarNode value && !Nodes.isNothing(value)) {
            value(name, property, value);
        }
    }

    private void value(String name, Node property, ScalarNode value) {
        String type = Nodes.get(property, "type").map(Nodes::text).orElse("string");
        String text = value.getValue();
        boolean fits = text.contains("{{") || switch (type) {
            case "integer" -> text.matches("[+-]?[0-9]+");
            case "number" -> text.matches("[+-]?[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?");
            case "boolean" -> text.matches("true|false");
            default -> true;
        };
        List<String> choices = Nodes.get(property, "enum").orElse(null) instanceof SequenceNode list ? list.getValue().stream().map(Nodes::text).toList() : List.of();
        if (!fits) {
            problems.add(Place.of(value), Rule.KAMELET_PROPERTY, name + ".default is " + text + ", must be of type " + type, "default: " + (type.equals("boolean") ? "false" : "1"), SEE);
        } else if (!choices.isEmpty() && !choices.contains(text)) {
            String near = Nearest.of(text, choices);
            problems.add(Place.of(value), Rule.KAMELET_PROPERTY, name + ".default is " + text + ", must be one of " + String.join(", ", choices), "default: " + (near == null ? choices.getFirst() : near), SEE);
        }
    }

    private void required(Node definition) {
        if (Nodes.get(definition, "required").orElse(null) instanceof SequenceNode list) {
            for (Node name : list.getValue()) {
                if (!properties.containsKey(Nodes.text(name))) {
                    String near = Nearest.of(Nodes.text(name), properties.keySet());
                    problems.add(Place.of(name), Rule.KAMELET_PROPERTY, "required names '" + Nodes.text(name) + "', which is no property" + FileProblems.near(near),
                            near == null ? "remove it" : "- " + near, SEE);
                }
            }
        }
    }

    private void placeholders(Node node) {
        switch (node) {
            case SequenceNode list -> list.getValue().forEach(this::placeholders);
            case MappingNode map -> map.getValue().forEach(tuple -> placeholders(tuple.getValueNode()));
            case ScalarNode text -> {
                Matcher m = PLACEHOLDER.matcher(text.getValue());
                while (m.find()) {
                    placeholder(text, m);
                }
            }
            default -> { }
        }
    }

    private void placeholder(ScalarNode text, Matcher m) {
        String name = m.group(2);
        String near = Nearest.of(name, properties.keySet());
        used.add(name);
        if (!properties.containsKey(name) && near != null) { // else it is a setting of the machine, which a route may have as well
            problems.add(Place.inside(text, m.start()), Rule.KAMELET_PROPERTY, "there is no property '" + name + "'" + FileProblems.near(near), "{{" + near + "}}", SEE);
            used.add(near);
        }
    }

    private static String camelCase(String name) {
        StringBuilder out = new StringBuilder();
        for (String part : name.split("[^A-Za-z0-9]+")) {
            if (!part.isEmpty()) {
                String head = part.substring(0, 1);
                out.append(out.isEmpty() ? head.toLowerCase(Locale.ROOT) : head.toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return out.toString();
    }

    private void form(Node at, String text, String fix) {
        form(Place.of(at), text, fix);
    }

    private void form(Place at, String text, String fix) {
        problems.add(at, Rule.KAMELET_FORM, text, fix, SEE);
    }
}
