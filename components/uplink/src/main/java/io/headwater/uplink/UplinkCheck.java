package io.headwater.uplink;

import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;

/** What is checked of an {@code uplink} step before anything starts: its names are ones that Kafka takes. */
public final class UplinkCheck implements StepCheck {
    @Override
    public String scheme() {
        return "uplink";
    }

    @Override
    public void check(Options step, Findings findings) {
        name("channel", step, findings);
        name("topic", step, findings);
    }

    private static void name(String option, Options step, Findings findings) {
        step.text(option).filter(name -> !KafkaName.isLegal(name)).ifPresent(name -> findings.report(option, Rule.OUT_OF_RANGE,
                "uplink." + option + " is " + name + ", " + KafkaName.RULE, option + ": " + KafkaName.nearest(name)));
    }
}
