package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether what is acknowledged to its sender may be dropped afterwards, where it could have been refused before. */
final class AcknowledgedCheck {
    /** Sources of Camel's whose sender is told when an item is through its route, and keeps it until then. */
    private static final Set<String> ACKNOWLEDGED = Set.of("platform-http", "kafka", "paho-mqtt5", "paho", "jms", "activemq", "amqp", "rabbitmq", "spring-rabbitmq", "aws2-sqs", "nats");
    private static final String SENSOR = "sensor";
    /** Steps that count what comes, or keep a record of it. */
    private static final Set<String> COUNT = Set.of("summarize", "uplink");
    private static final Map<String, String> OPTION = Map.of("uplink", "whenFull", "stage", "overflow");

    private AcknowledgedCheck() {}

    static void run(List<FlowRoute> routes) {
        for (FlowRoute route : routes) {
            List<FlowStep.Endpoint> all = route.steps().stream().flatMap(FlowStep::endpoints).toList();
            all.stream().filter(s -> s.options().source() && isKept(s)).findFirst().ifPresent(sensor -> identity(sensor, all));
            all.stream().filter(s -> s.options().source()).filter(s -> ACKNOWLEDGED.contains(s.component().scheme()) || isKept(s)).map(s -> s.component().scheme()).findFirst()
                    .ifPresent(source -> all.stream().filter(s -> !s.options().source()).forEach(step -> step(source, step)));
        }
    }

    /** Whether it is a sensor whose bus keeps messages until they are acknowledged. */
    private static boolean isKept(FlowStep.Endpoint source) {
        return source.component().scheme().equals(SENSOR) && !source.options().text("qos").orElse("1").equals("0");
    }

    /** Reports a sensor whose messages may come twice, and do not say so, where that shows. */
    private static void identity(FlowStep.Endpoint sensor, List<FlowStep.Endpoint> all) {
        if (sensor.options().text("idFrom").isEmpty()) {
            all.stream().filter(s -> !s.options().source() && COUNT.contains(s.component().scheme())).findFirst().ifPresent(step ->
                    sensor.findings().report(null, Rule.NO_IDENTITY, "sensor has no idFrom, so that a message which comes twice is counted twice in " + step.component().scheme(),
                            "idFrom: a field that tells messages apart, or property:name"));
        }
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
