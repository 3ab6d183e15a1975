package io.headwater.runtime.explain;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.flow.Fate;
import io.headwater.runtime.catalog.Described;
import io.headwater.runtime.check.FlowStep;
import io.headwater.runtime.check.Nodes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Tells what Camel's own steps do: what Camel says of them, what is written, and what is known of those that hold something back,
 *  keep it in memory, or send it away. */
final class StockSteps {
    private static final Set<String> CODE = Set.of("bean", "process", "script", "transformDataType");
    /** Steps whose expression says where to. */
    private static final Set<String> SEND = Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich");
    /** Steps that send somewhere, whose uri is told by itself where it is known. */
    private static final Set<String> URIS = Set.of("to", "toD", "wireTap");
    private static final Set<String> UNTOLD = Set.of("id", "description", "note", "uri", "name", "expression", "parameters", "steps");

    private final StockEndpoints endpoints;

    StockSteps(StockEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    Explanation explain(FlowStep.Block step, Flow in) {
        Node body = step.written().body();
        String about = Described.model(step.kind()).map(json -> json.path("model").path("description").asText()).orElse("");
        Explanation told = Explanation.of("Camel says: " + StockEndpoints.sentence(about.isEmpty() ? "nothing" : about));
        Optional<Expressions.Written> expression = Expressions.of(body);
        if (expression.isPresent()) {
            told = told.does("Its expression: " + expression.get());
        }
        String set = settings(body).stream().filter(s -> expression.isEmpty() || !s.endsWith(": " + expression.get().text())).collect(Collectors.joining(", "));
        if (!set.isEmpty()) {
            told = told.does("Set: " + set);
        }
        return sends(known(told, step), step, in, expression);
    }

    /** What is set, as far as it is a value or a list of some. */
    static List<String> settings(Node body) {
        return body instanceof MappingNode map ? map.getValue().stream().filter(t -> !UNTOLD.contains(Nodes.key(t)) && !value(t.getValueNode()).isEmpty())
                .map(t -> Nodes.key(t) + ": " + StockEndpoints.redacted(value(t.getValueNode()))).toList() : List.of();
    }

    private static String value(Node node) {
        return node instanceof SequenceNode list ? list.getValue().stream().map(Nodes::text).filter(text -> !text.isEmpty()).collect(Collectors.joining(" ")) : Nodes.text(node);
    }

    private static Explanation known(Explanation told, FlowStep.Block step) {
        return switch (step.kind()) {
            case "filter" -> told.does("What it is not true of goes on behind it.");
            case "choice" -> step.branches().stream().anyMatch(b -> b.key().equals("otherwise")) ? told : told.does("What fits no branch goes on behind it.");
            case "idempotentConsumer" -> told.does("Duplicates go on behind it.").lost("what it remembers, unless its repository is on disk");
            case "stop" -> told.loses(Fate.heldBack("stop"), "all that comes here");
            case "sample" -> told.loses(Fate.heldBack("stop"), "what is not in the sample");
            case "throwException" -> told.loses(Explanation.BY_EXCEPTION, "all that comes here");
            case "validate" -> told.loses(Explanation.BY_EXCEPTION, "what the expression is not true of");
            case "rollback" -> told.loses(Fate.failed("rollback"), "all that comes here");
            case "aggregate", "resequence" -> told.lost("what it has gathered and not yet handed on");
            case "delay", "throttle" -> told.lost("what waits in it");
            case "wireTap", "threads" -> told.lost("copies and items that wait for a thread");
            default -> told;
        };
    }

    private Explanation sends(Explanation told, FlowStep.Block step, Flow in, Optional<Expressions.Written> expression) {
        String what = StockEndpoints.what(in);
        if (CODE.contains(step.kind())) {
            return told.leaves("whatever its code sends: what that is cannot be told from the route");
        }
        if (URIS.contains(step.kind()) && step.branches().isEmpty()) {
            return told.leaves(what + ", to " + StockEndpoints.redacted(uri(step.written().body())) + ": whether that is outside cannot be told before it runs");
        }
        String to = SEND.contains(step.kind()) ? expression.map(Expressions.Written::text).orElse("") : deadLetter(step.written().body());
        if (to.isEmpty()) {
            return told;
        }
        if (SEND.contains(step.kind()) && !expression.orElseThrow().isFixed()) {
            return told.leaves(what + ", to where the expression says: whether that is outside cannot be told before it runs");
        }
        List<String> outside = endpoints.outside(to);
        return outside.isEmpty() ? told : told.leaves(what + ", to " + String.join(", ", outside));
    }

    private static String uri(Node body) {
        return body instanceof ScalarNode ? Nodes.text(body) : Nodes.get(body, "uri").map(Nodes::text).orElse("");
    }

    /** The uri of a dead letter channel, wherever below it stands; empty where there is none. */
    private static String deadLetter(Node node) {
        if (!(node instanceof MappingNode map)) {
            return "";
        }
        return Nodes.get(node, "deadLetterUri").map(Nodes::text).orElseGet(() -> map.getValue().stream().filter(t -> !Nodes.key(t).equals("steps"))
                .map(t -> deadLetter(t.getValueNode())).filter(uri -> !uri.isEmpty()).findFirst().orElse(""));
    }
}
