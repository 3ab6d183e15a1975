package io.headwater.uplink;

import io.headwater.exchange.Flow;
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

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        String whenFull = step.text("whenFull").orElse("");
        if (whenFull.equalsIgnoreCase("THIN") && in.kind() != Flow.Kind.UNKNOWN && in.kind() != Flow.Kind.SUMMARIES) {
            findings.report("whenFull", Rule.THINS_NOTHING, "uplink.whenFull is THIN, which merges summaries; " + in.kind().text()
                    + " come here, and when the outbox is full the oldest go", "whenFull: DROP_OLDEST, or a summarize step before it");
        } else if (whenFull.equalsIgnoreCase("BLOCK") && in.live()) {
            findings.report("whenFull", Rule.LIVE_WAITS, "uplink.whenFull is BLOCK, and a live source comes here: while the outbox is full, what is old waits and what is new is shed",
                    "whenFull: THIN for summaries, else DROP_OLDEST");
        }
        return in;
    }

    private static void name(String option, Options step, Findings findings) {
        step.text(option).filter(name -> !KafkaName.isLegal(name)).ifPresent(name -> findings.report(option, Rule.OUT_OF_RANGE,
                "uplink." + option + " is " + name + ", " + KafkaName.RULE, option + ": " + KafkaName.nearest(name)));
    }
}
