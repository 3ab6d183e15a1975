package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether what is acknowledged to its sender may be dropped afterwards, where it could have been refused before; and whether it says which
 *  message it is, since a sender that was not told gives it again. */
final class AcknowledgedCheck {
    /** Sources of Camel's whose sender is told when an item is through its route, and keeps it until then. */
    private static final Set<String> ACKNOWLEDGED = Set.of("platform-http", "kafka", "paho-mqtt5", "paho", "jms", "activemq", "amqp", "rabbitmq", "spring-rabbitmq", "aws2-sqs", "nats");
    private static final String SENSOR = "sensor";
    /** Steps that count what comes, or keep a record of it. */
    private static final Set<String> COUNT = Set.of("summarize", "uplink");
    /** By which summarize and uplink know a message again. */
    private static final String ID = "CamelCloudEventID";
    private static final Map<String, String> SUCH_AS = Map.of("platform-http", "${header.ce-id}", "kafka", "${headers[kafka.PARTITION]}-${headers[kafka.OFFSET]}");
    /** Components that run a user's code. */
    private static final Set<String> CODE = Set.of("bean", "class");
    private static final Map<String, String> OPTION = Map.of("uplink", "whenFull", "stage", "overflow");

    private AcknowledgedCheck() {}

    static void run(List<FlowRoute> routes) {
        for (FlowRoute route : routes) {
            List<FlowStep.Endpoint> all = route.steps().stream().flatMap(FlowStep::endpoints).toList();
            all.stream().filter(s -> s.options().source()).filter(s -> ACKNOWLEDGED.contains(s.component().scheme()) || isKept(s)).findFirst().ifPresent(source -> {
                if (source.options().text("idFrom").isEmpty()) {
                    identity(source, route.steps().stream().flatMap(AcknowledgedCheck::inside).filter(step -> step != source).toList());
                }
                all.stream().filter(s -> !s.options().source()).forEach(step -> step(source.component().scheme(), step));
            });
        }
    }

    /** Whether it is a sensor whose bus keeps messages until they are acknowledged. */
    private static boolean isKept(FlowStep.Endpoint source) {
        return source.component().scheme().equals(SENSOR) && !source.options().text("qos").orElse("1").equals("0");
    }

    /** Reports a source whose messages may come twice, and do not say so, where that shows. */
    private static void identity(FlowStep.Endpoint source, List<FlowStep> all) {
        for (FlowStep step : all) {
            if (step instanceof FlowStep.Endpoint endpoint && COUNT.contains(endpoint.component().scheme())) {
                nameless(source, endpoint.component().scheme());
                return;
            }
            if (mayName(step)) {
                return;
            }
        }
    }

    private static void nameless(FlowStep.Endpoint source, String counts) {
        String scheme = source.component().scheme();
        if (scheme.equals(SENSOR)) {
            source.findings().report(null, Rule.NO_IDENTITY, "sensor has no idFrom, so that a message which comes twice is counted twice in " + counts,
                    "idFrom: a field that tells messages apart, or property:name");
        } else {
            source.findings().report(null, Rule.NO_IDENTITY, scheme + " comes here, whose sender gives again what it was not told is safe; no step says which message it is, so that one "
                    + "which comes twice is counted twice in " + counts, "a setHeader before " + counts + ", name: " + ID + ", of what tells messages apart, such as "
                    + SUCH_AS.getOrDefault(scheme, "${header.id}"));
        }
    }

    /** Whether a step may give a message the id by which it is counted once. */
    private static boolean mayName(FlowStep step) {
        return switch (step.written().kind()) {
            case "setHeader" -> Nodes.get(step.written().body(), "name").map(Nodes::text).filter(ID::equals).isPresent();
            case "setHeaders", "bean", "process", "script" -> true;
            default -> step instanceof FlowStep.Endpoint endpoint && CODE.contains(endpoint.component().scheme());
        };
    }

    private static Stream<FlowStep> inside(FlowStep step) {
        return step instanceof FlowStep.Block block
                ? Stream.concat(Stream.of(step), block.branches().stream().flatMap(branch -> branch.steps().stream()).flatMap(AcknowledgedCheck::inside)) : Stream.of(step);
    }

    private static void step(String source, FlowStep.Endpoint step) {
        String scheme = step.component().scheme();
        String option = OPTION.get(scheme);
        if (option == null) {
            return;
        }
        String policy = step.options().text(option).orElse(step.component().options().get(option).defaultValue());
        if (policy.toUpperCase(Locale.ROOT).startsWith("DROP")) {
            step.findings().report(step.options().text(option).isPresent() ? option : null, Rule.DROPS_ACKNOWLEDGED, scheme + "." + option + " is " + policy + ", and " + source
                    + " comes here, which is told that an item is safe when it has passed: when there is no room, it is told so of items that are dropped",
                    option + ": FAIL, and the sender keeps the item; or BLOCK, and it waits");
        }
    }
}
