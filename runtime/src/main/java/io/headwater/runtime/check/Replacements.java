package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What stands in place of what a route file says: values of placeholders, and options of its sources and steps. Each keeps the place
 *  that it was read from, so that what is wrong with it is told there.
 *
 *  @param properties values of placeholders, by name
 *  @param options by {@code route/step}: a map of options; one without a value is taken away
 *  @param recordings by {@code route/source}: the recording that plays in its place, as the file names it */
public record Replacements(Map<String, String> properties, Map<String, MappingNode> options, Map<String, ScalarNode> recordings) {
    public static final Replacements NONE = new Replacements(Map.of(), Map.of(), Map.of());
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^:{}?]+)(?::[^{}]*)?}}");

    /** Puts them into a route file that was just read.
     *
     *  @param used takes the names of sources and steps that were found */
    Node in(Node root, Set<String> used) {
        Node resolved = resolved(root);
        RouteTree tree = RouteTree.of(resolved);
        options.forEach((name, given) -> {
            MappingNode step = tree.steps().get(name);
            if (step != null) {
                used.add(name);
                given.getValue().forEach(option -> put(step, option));
            }
        });
        return resolved;
    }

    /** Reports what names nothing in the routes.
     *
     *  @param names what the routes have */
    void reportUnused(Set<String> used, Set<String> names, FileProblems problems) {
        options.forEach((name, given) -> {
            if (!used.contains(name)) {
                String near = Nearest.of(name, names);
                problems.add(Place.of(given), Rule.TEST_TARGET, "the route has no source or step '" + name + "'" + FileProblems.near(near),
                        near == null ? "one of " + Nearest.some(List.copyOf(names)) : near + ":");
            }
        });
    }

    /** Puts another uri in place of a source's, without parameters. */
    static void source(MappingNode from, String uri) {
        from.setValue(from.getValue().stream().filter(t -> !Nodes.key(t).equals("parameters"))
                .map(t -> Nodes.key(t).equals("uri") ? option("uri", uri, t.getValueNode()) : t).toList());
    }

    private Node resolved(Node node) {
        if (properties.isEmpty()) {
            return node;
        }
        switch (node) {
            case SequenceNode list -> list.getValue().replaceAll(this::resolved);
            case MappingNode map -> map.setValue(map.getValue().stream().map(t -> new NodeTuple(t.getKeyNode(), resolved(t.getValueNode()))).toList());
            case ScalarNode text when text.getValue().contains("{{") -> {
                Matcher m = PLACEHOLDER.matcher(text.getValue());
                String value = m.replaceAll(found -> Matcher.quoteReplacement(properties.getOrDefault(found.group(1).strip(), found.group())));
                return value.equals(text.getValue()) ? text
                        : new ScalarNode(Tag.STR, true, value, ScalarStyle.DOUBLE_QUOTED, text.getStartMark(), text.getEndMark());
            }
            default -> { /* as it is */ }
        }
        return node;
    }

    /** Puts one option below the parameters of a step, and takes it out of the uri, if that is where it stood. */
    static void put(MappingNode step, NodeTuple option) {
        String name = Nodes.key(option);
        MappingNode parameters = (MappingNode) Nodes.get(step, "parameters").filter(MappingNode.class::isInstance).orElse(null);
        if (parameters == null) {
            parameters = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
            List<NodeTuple> all = new ArrayList<>(step.getValue());
            all.add(new NodeTuple(new ScalarNode(Tag.STR, "parameters", ScalarStyle.PLAIN), parameters));
            step.setValue(all);
        }
        Map<String, NodeTuple> options = new LinkedHashMap<>();
        parameters.getValue().forEach(t -> options.put(Nodes.key(t), t));
        if (Nodes.isNothing(option.getValueNode())) {
            options.remove(name);
        } else {
            options.put(name, option);
        }
        parameters.setValue(List.copyOf(options.values()));
        step.setValue(step.getValue().stream().map(t -> Nodes.key(t).equals("uri") && t.getValueNode() instanceof ScalarNode uri
                ? new NodeTuple(t.getKeyNode(), without(uri, name)) : t).toList());
    }

    private static ScalarNode without(ScalarNode uri, String option) {
        String text = uri.getValue().replaceFirst("(?<=[?&])" + Pattern.quote(option) + "=[^&]*&?", "").replaceFirst("[?&]$", "");
        return text.equals(uri.getValue()) ? uri : new ScalarNode(Tag.STR, true, text, uri.getScalarStyle(), uri.getStartMark(), uri.getEndMark());
    }

    /** An option, said to stand where another thing stands. */
    static NodeTuple option(String name, String value, Node like) {
        return new NodeTuple(new ScalarNode(Tag.STR, true, name, ScalarStyle.PLAIN, like.getStartMark(), like.getEndMark()),
                new ScalarNode(Tag.STR, true, value, ScalarStyle.DOUBLE_QUOTED, like.getStartMark(), like.getEndMark()));
    }
}
