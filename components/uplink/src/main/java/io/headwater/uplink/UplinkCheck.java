package io.headwater.uplink;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.Fate;

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
    public Explanation explain(Options step, Flow in) {
        String channel = step.text("channel").orElse("");
        String topic = step.text("topic").orElse(channel);
        String what = in.kind() == Flow.Kind.UNKNOWN ? "what comes" : in.kind().text();
        String quota = size(step, Settings.MAX_BYTES, Settings.DEFAULT_BYTES);
        return Explanation.of("Writes each item to the outbox on disk as one record; only then is the route done with it.")
                .does("From there it goes to the Kafka topic " + topic + ", at the broker's pace, and is offered until the broker has acknowledged it: at least once, always under the same id.")
                .loses(Fate.dropped(Receipt.FULL), "records beyond the outbox's quota, or on a full disk")
                .loses(Fate.dropped(Receipt.TOO_LARGE), "records above " + size(step, Settings.MAX_RECORD_BYTES, Settings.DEFAULT_RECORD_BYTES))
                .loses(Lanes.ALREADY_KEPT, "records whose id waits in the outbox already")
                .loses(Lanes.DAMAGED, "records that were changed on the disk; they are set aside, the others go on")
                .loses(Lanes.MISSING, "records that the disk has lost after they were written")
                .loses(Explanation.BY_EXCEPTION, "what has no form in bytes; anything while the outbox cannot be written")
                .leaves(what + (in.kind() == Flow.Kind.FRAMES ? ", as JPEG" : in.kind() == Flow.Kind.UNKNOWN ? "" : ", as JSON") + ", to the Kafka topic " + topic)
                .keeps("records that no broker has acknowledged, in outbox.db of the state folder, up to " + quota + "; those of all routes share it")
                .lost("items that are not yet on disk; no record that is");
    }

    private static String size(Options step, String property, long otherwise) {
        return step.setting(property).map(text -> ByteSize.parse(property, text)).map(Explanation::size).orElse(Explanation.size(otherwise)) + " (" + property + ")";
    }

    private static void name(String option, Options step, Findings findings) {
        step.text(option).filter(name -> !KafkaName.isLegal(name)).ifPresent(name -> findings.report(option, Rule.OUT_OF_RANGE,
                "uplink." + option + " is " + name + ", " + KafkaName.RULE, option + ": " + KafkaName.nearest(name)));
    }
}
