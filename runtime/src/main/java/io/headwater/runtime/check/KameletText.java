package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import io.headwater.runtime.check.ComponentCatalog.Component;
import io.headwater.runtime.check.ComponentCatalog.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a Kamelet, and tells what keeps it from being written out in a route. */
final class KameletText {
    private static final String KIND = "camel.apache.org/kamelet.type";
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");
    private static final Set<String> ROUTE = Set.of("id", "description", "note", "nodePrefixId", "group", "from");
    private static final List<String> KINDS = Arrays.stream(Kamelet.Kind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).toList();

    private final FileProblems problems;
    private final String name;
    private final String see;
    private final long before;

    /** @param name what it must be called, for that is what its file is called
     *  @param see where its properties are described */
    KameletText(FileProblems problems, String name, String see) {
        this.problems = problems;
        this.name = name;
        this.see = see;
        this.before = problems.errors();
    }

    /** The Kamelet; empty, and reported, when it cannot be written out. */
    Optional<Kamelet> read(Node root) {
        if (!Nodes.below(root, "kind").map(Nodes::text).orElse("").equals("Kamelet")) {
            return fault(root, "this is no Kamelet", "kind: Kamelet");
        }
        Node told = Nodes.below(root, "metadata", "name").orElse(root);
        if (!Nodes.text(told).equals(name)) {
            return fault(told, "metadata.name is not the file's name", "name: " + name);
        }
        Node label = Nodes.below(root, "metadata", "labels", KIND).orElse(told);
        if (!KINDS.contains(Nodes.text(label))) {
            return fault(label, "the label " + KIND + " must be one of " + String.join(", ", KINDS), KIND + ": action");
        }
        Kamelet.Kind kind = Kamelet.Kind.valueOf(Nodes.text(label).toUpperCase(Locale.ROOT));
        Map<String, ScalarNode> defaults = new HashMap<>();
        Map<String, Option> options = options(root, defaults);
        Optional<Node> template = Nodes.below(root, "spec", "template");
        Optional<MappingNode> from = template.flatMap(this::from);
        if (from.isEmpty()) {
            return problems.errors() > before ? Optional.empty() : fault(template.orElse(root), "spec.template has no route with a from", "template:\n  route:\n    from:");
        }
        List<Node> steps = new ArrayList<>(Nodes.get(from.get(), "steps").filter(SequenceNode.class::isInstance).map(s -> ((SequenceNode) s).getValue()).orElse(List.of()));
        boolean ends = !steps.isEmpty() && isEnd(steps.getLast());
        if (kind == Kamelet.Kind.SOURCE ? !ends : !uri(from.get()).equals("kamelet:source")) {
            return kind == Kamelet.Kind.SOURCE ? fault(from.get(), "a source ends by a step to kamelet:sink", "- to:\n    uri: kamelet:sink")
                    : fault(from.get(), "a step begins from kamelet:source", "uri: kamelet:source");
        }
        if (ends) {
            steps.removeLast();
        }
        return problems.errors() > before ? Optional.empty()
                : Optional.of(new Kamelet(new Component(name, kind == Kamelet.Kind.SOURCE, kind != Kamelet.Kind.SOURCE, false, false, options, see), kind, defaults, from.get(), steps));
    }

    private Optional<MappingNode> from(Node template) {
        Optional<Node> route = Nodes.get(template, "route");
        for (NodeTuple tuple : entries(template)) {
            if (!Set.of("route", "from", "id", "description").contains(Nodes.key(tuple))) {
                fault(tuple.getKeyNode(), "a Kamelet with " + Nodes.key(tuple) + " cannot be written out in a route", "make it a component, or a route of its own behind a stage");
            }
        }
        for (NodeTuple tuple : route.map(KameletText::entries).orElse(List.of())) {
            if (!ROUTE.contains(Nodes.key(tuple))) {
                fault(tuple.getKeyNode(), "a Kamelet's " + Nodes.key(tuple) + " would hold for its user's whole route", "remove it");
            }
        }
        return Nodes.get(route.orElse(template), "from").filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
    }

    private Map<String, Option> options(Node root, Map<String, ScalarNode> defaults) {
        Optional<Node> definition = Nodes.below(root, "spec", "definition");
        Set<String> required = definition.flatMap(d -> Nodes.get(d, "required")).map(KameletText::texts).map(Set::copyOf).orElse(Set.of());
        Map<String, Option> options = new LinkedHashMap<>();
        for (NodeTuple tuple : definition.flatMap(d -> Nodes.get(d, "properties")).map(KameletText::entries).orElse(List.of())) {
            Node property = tuple.getValueNode();
            Nodes.get(property, "default").filter(ScalarNode.class::isInstance).ifPresent(d -> defaults.put(Nodes.key(tuple), (ScalarNode) d));
            options.put(Nodes.key(tuple), option(Nodes.key(tuple), property, required));
        }
        return options;
    }

    private Option option(String property, Node node, Set<String> required) {
        String type = text(node, "type");
        if (!TYPES.contains(type)) {
            String near = Nearest.of(type, TYPES);
            fault(Nodes.get(node, "type").orElse(node), "property " + property + " has the type '" + type + "', must be one of " + TYPES.stream().sorted().collect(Collectors.joining(", ")),
                    "type: " + (near == null ? "string" : near));
        }
        String format = text(node, "format");
        String value = text(node, "default");
        String javaType = switch (type) {
            case "integer" -> "long";
            case "number" -> "double";
            case "boolean" -> "boolean";
            default -> "java.lang.String";
        };
        return new Option(property, false, format.equals("duration") ? "duration" : type, javaType, required.contains(property) && value.isEmpty(), format.equals("password"),
                Nodes.get(node, "enum").map(KameletText::texts).orElse(List.of()), "", text(node, "description"), value.isEmpty() ? text(node, "example") : value, null);
    }

    private static boolean isEnd(Node step) {
        return Nodes.get(step, "to").map(KameletText::uri).orElse("").equals("kamelet:sink");
    }

    /** Of a source, or of what a step sends to. */
    private static String uri(Node body) {
        return body instanceof ScalarNode ? Nodes.text(body) : text(body, "uri");
    }

    private static String text(Node map, String key) {
        return Nodes.get(map, key).filter(v -> !Nodes.isNothing(v)).map(Nodes::text).orElse("");
    }

    private static List<String> texts(Node list) {
        return list instanceof SequenceNode s ? s.getValue().stream().map(Nodes::text).toList() : List.of();
    }

    private static List<NodeTuple> entries(Node map) {
        return map instanceof MappingNode m ? m.getValue() : List.of();
    }

    private Optional<Kamelet> fault(Node at, String text, String fix) {
        problems.add(Place.of(at), Rule.KAMELET, text, fix, see);
        return Optional.empty();
    }
}
