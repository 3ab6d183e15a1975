package io.headwater.runtime.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One use of a Kamelet: copies what stands for it, with the user's values where its placeholders are, and with places in the
 *  user's file: of a value where one was filled in, else of the use.
 *  <p>Ids: the only step, or the one with the id {@code main}, gets the user's id; every other id stands behind it, as in
 *  {@code count-sum}. Without an id of the user's there are none, so that a Kamelet can be used twice.
 *
 *  @param values what is given, and defaults
 *  @param id the user's; null when there is none */
public record KameletUse(Kamelet kamelet, Map<String, ScalarNode> values, Optional<Mark> at, @Nullable ScalarNode id) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\?)?([^:{}]+)(?::([^{}]*))?}}");
    private static final Set<String> ON_ONE = Set.of("id", "description", "note");

    /** The source that stands for it, without its steps. */
    MappingNode source(List<NodeTuple> users) {
        return merged(kamelet.from(), users, Set.of("id", "steps"));
    }

    /** The steps that stand for it, or follow its source.
     *
     *  @param users what the user's step says beside uri and parameters */
    List<Node> steps(List<NodeTuple> users) {
        List<Node> copies = new ArrayList<>();
        for (Node step : kamelet.steps()) {
            boolean main = !kamelet.isSource() && (kamelet.steps().size() == 1 || isMain(step));
            List<NodeTuple> more = users.stream().filter(t -> main ? true : !ON_ONE.contains(Nodes.key(t))).toList();
            NodeTuple only = step instanceof MappingNode map && map.getValue().size() == 1 ? map.getValue().getFirst() : null;
            if (only != null && only.getValueNode() instanceof MappingNode body) {
                copies.add(mapping(List.of(new NodeTuple(copy(only.getKeyNode(), false), merged(body, more, main ? Set.of("id") : Set.of())))));
            } else {
                copies.add(copy(step, false));
            }
        }
        return copies;
    }

    private static boolean isMain(Node step) {
        return step instanceof MappingNode map && map.getValue().size() == 1
                && Nodes.get(map.getValue().getFirst().getValueNode(), "id").map(Nodes::text).orElse("").equals("main");
    }

    /** A copy whose keys the user's override. */
    private MappingNode merged(MappingNode own, List<NodeTuple> users, Set<String> without) {
        List<NodeTuple> all = new ArrayList<>();
        users.forEach(user -> all.add(new NodeTuple(again(user.getKeyNode()), again(user.getValueNode()))));
        for (NodeTuple tuple : ((MappingNode) copy(own, false)).getValue()) {
            if (!without.contains(Nodes.key(tuple)) && users.stream().noneMatch(u -> Nodes.key(u).equals(Nodes.key(tuple)))) {
                all.add(tuple);
            }
        }
        return mapping(all);
    }

    private Node copy(Node node, boolean parameters) {
        return switch (node) {
            case SequenceNode list -> new SequenceNode(Tag.SEQ, true, list.getValue().stream().map(item -> copy(item, parameters)).toList(), FlowStyle.BLOCK, at, Optional.empty());
            case MappingNode map -> {
                List<NodeTuple> tuples = new ArrayList<>();
                for (NodeTuple tuple : map.getValue()) {
                    String key = Nodes.key(tuple);
                    Node value = tuple.getValueNode();
                    if (isLeftOut(value) || key.equals("id") && !parameters && id == null) {
                        continue;
                    }
                    boolean inner = key.equals("id") && !parameters && id != null;
                    tuples.add(new NodeTuple(copy(tuple.getKeyNode(), parameters), inner ? innerId(Nodes.text(value)) : copy(value, parameters || key.equals("parameters"))));
                }
                yield mapping(tuples);
            }
            case ScalarNode text -> filled(text);
            default -> node;
        };
    }

    private MappingNode mapping(List<NodeTuple> tuples) {
        return new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, at, Optional.empty());
    }

    private ScalarNode innerId(String inner) {
        ScalarNode users = Objects.requireNonNull(id);
        return new ScalarNode(Tag.STR, true, users.getValue() + "-" + inner, ScalarStyle.PLAIN, users.getStartMark(), Optional.empty());
    }

    /** Whether all that is written there is a property that need not be given and is not. */
    private boolean isLeftOut(Node value) {
        Matcher whole = PLACEHOLDER.matcher(Nodes.text(value));
        return whole.matches() && whole.group(1) != null && isAbsent(whole.group(2));
    }

    private boolean isAbsent(String property) {
        return kamelet.asks().options().containsKey(property) && !values.containsKey(property);
    }

    private ScalarNode filled(ScalarNode text) {
        Matcher m = PLACEHOLDER.matcher(text.getValue());
        ScalarNode only = m.matches() ? values.get(m.group(2)) : null;
        if (only != null) {
            return (ScalarNode) again(only);
        }
        m.reset();
        StringBuilder all = new StringBuilder();
        Optional<Mark> where = at;
        boolean any = false;
        while (m.find()) {
            String name = m.group(2);
            if (kamelet.asks().options().containsKey(name)) {
                any = true;
                ScalarNode value = values.get(name);
                where = value == null ? where : value.getStartMark();
                String plain = value != null ? value.getValue() : m.group(3) != null ? m.group(3) : "";
                m.appendReplacement(all, Matcher.quoteReplacement(plain));
            }
        }
        m.appendTail(all);
        return any ? new ScalarNode(Tag.STR, true, all.toString(), ScalarStyle.DOUBLE_QUOTED, where, Optional.empty())
                : new ScalarNode(text.getTag(), true, text.getValue(), text.getScalarStyle(), at, Optional.empty());
    }

    /** What stands in several places is several nodes: one would be written as an alias. */
    private static Node again(Node node) {
        return node instanceof ScalarNode s ? new ScalarNode(s.getTag(), true, s.getValue(), s.getScalarStyle(), s.getStartMark(), s.getEndMark()) : node;
    }

    /** A property without which it cannot be written out: used by its steps, not given, and without a default; null when there is none. */
    @Nullable String lacks() {
        return lacks(kamelet.from());
    }

    private @Nullable String lacks(Node node) {
        List<Node> below = switch (node) {
            case SequenceNode list -> list.getValue();
            case MappingNode map -> map.getValue().stream().map(NodeTuple::getValueNode).toList();
            default -> List.of();
        };
        for (Node child : below) {
            String found = lacks(child);
            if (found != null) {
                return found;
            }
        }
        Matcher m = PLACEHOLDER.matcher(Nodes.text(node));
        while (m.find()) {
            if (m.group(1) == null && m.group(3) == null && isAbsent(m.group(2))) {
                return m.group(2);
            }
        }
        return null;
    }
}
