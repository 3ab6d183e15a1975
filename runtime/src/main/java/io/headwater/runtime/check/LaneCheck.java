package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether all steps that send to one lane of the outbox say the same of how it is treated: the lane cannot be treated in two ways. */
final class LaneCheck {
    private static final List<String> TREATMENT = List.of("exactlyOnce", "order", "priority", "ttl", "whenFull");

    private LaneCheck() {}

    /** @param all sources and steps that send, of all routes, in the order of their files */
    static void run(List<FlowStep.Endpoint> all) {
        Map<String, FlowStep.Endpoint> first = new HashMap<>();
        for (FlowStep.Endpoint step : all) {
            if (step.component().scheme().equals("uplink")) {
                step.options().text("channel").ifPresent(lane -> {
                    FlowStep.Endpoint before = first.putIfAbsent(lane, step);
                    if (before != null) {
                        compare(lane, before, step);
                    }
                });
            }
        }
    }

    private static void compare(String lane, FlowStep.Endpoint before, FlowStep.Endpoint step) {
        TREATMENT.forEach(option -> {
            String one = value(before, option);
            String other = value(step, option);
            if (!one.equalsIgnoreCase(other)) {
                step.findings().report(step.options().text(option).isPresent() ? option : null, Rule.LANE, "uplink." + option + " of channel " + lane + " is " + shown(other) + " here, and "
                        + shown(one) + " in another step that sends to it", one.isEmpty() ? "remove " + option + ", or take another channel" : option + ": " + one + ", or another channel");
            }
        });
    }

    private static String value(FlowStep.Endpoint step, String option) {
        return step.options().text(option).orElse(step.component().options().get(option).defaultValue());
    }

    private static String shown(String value) {
        return value.isEmpty() ? "not given" : value;
    }
}
