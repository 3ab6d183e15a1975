package io.headwater.uplink;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.Fate;

import java.util.Locale;

/** What is checked of an {@code uplink} step before anything starts: its names are ones that Kafka takes. */
public final class UplinkCheck implements StepCheck {
    private static final String PROGRESS_TOPIC = "headwater.uplink.progressTopic";

    @Override
    public String scheme() {
        return "uplink";
    }

    @Override
    public void check(Options step, Findings findings) {
        name("channel", step, findings);
        name("topic", step, findings);
        String progress = step.setting(PROGRESS_TOPIC).orElse("headwater-progress");
        String option = step.text("topic").isPresent() ? "topic" : "channel";
        step.text(option).filter(progress::equals).ifPresent(topic -> findings.report(option, Rule.PROGRESS_TOPIC,
                "uplink." + option + " is " + topic + ", the topic on which the uplink keeps what was sent exactly once", option + ": another name; or " + PROGRESS_TOPIC + " in the settings"));
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        String channel = step.text("channel").orElse("");
        String topic = step.text("topic").orElse(channel);
        String what = in.kind() == Flow.Kind.UNKNOWN ? "what comes" : in.kind().text();
        String quota = size(step, Settings.MAX_BYTES, Settings.DEFAULT_BYTES);
        Explanation told = Explanation.of("Writes each item to the outbox on disk as one record; only then is the route done with it.")
                .does("From there it goes to the Kafka topic " + topic + (Boolean.parseBoolean(step.text("exactlyOnce").orElse("")) ? ", in Kafka's transactions: who reads committed records only gets each once."
                        : ", at the broker's pace, and is offered until the broker has acknowledged it: at least once, always under the same id."))
                .loses(Fate.dropped(Receipt.TOO_LARGE), "records above " + size(step, Settings.MAX_RECORD_BYTES, Settings.DEFAULT_RECORD_BYTES))
                .loses(Aside.ALREADY_KEPT.fate, "records whose id waits in the outbox already")
                .loses(Departure.REJECTED.fate, "records that Kafka will never take; they lie with the dead letters, and can be replayed")
                .loses(Departure.PURGED.fate, "records that a person takes out")
                .loses(Departure.DAMAGED.fate, "records that were changed on the disk; they are set aside, the others go on")
                .loses(Lanes.MISSING, "records that the disk has lost after they were written")
                .loses(Explanation.BY_EXCEPTION, "what has no form in bytes; anything while the outbox cannot be written")
                .leaves(what + (in.kind() == Flow.Kind.FRAMES ? ", as JPEG" : in.kind() == Flow.Kind.UNKNOWN ? "" : ", as JSON") + ", to the Kafka topic " + topic)
                .keeps("records that no broker has acknowledged, in outbox.db of the state folder, up to " + quota + "; those of all routes share it")
                .lost("items that are not yet on disk; no record that is");
        if (step.text("ttl").isPresent()) {
            told = told.loses(Departure.EXPIRED.fate, "records that waited for longer than " + step.text("ttl").get());
        }
        WhenFull whenFull = WhenFull.valueOf(step.text("whenFull").orElse(WhenFull.DROP_NEWEST.name()).toUpperCase(Locale.ROOT));
        if (whenFull == WhenFull.THIN) {
            told = told.loses(Departure.THINNED.fate, "summaries, when the outbox is full: they become part of coarser ones, to a minute, ten minutes, an hour");
        }
        if (whenFull == WhenFull.THIN || whenFull == WhenFull.DROP_OLDEST) {
            told = told.loses(Departure.OLDEST.fate, "the channel's oldest records, when the outbox is full");
        }
        if (whenFull == WhenFull.FAIL) {
            return told.loses(Fate.failed(OutboxFullException.class.getSimpleName()), "what comes while the outbox is full: its source is told so");
        }
        return whenFull == WhenFull.BLOCK ? told.does("When the outbox is full, the route waits for room.").loses(Fate.dropped(Receipt.FULL), "records on a full disk")
                : told.loses(Fate.dropped(Receipt.FULL), "records beyond the outbox's quota, or on a full disk");
    }

    private static String size(Options step, String property, long otherwise) {
        return step.setting(property).map(text -> ByteSize.parse(property, text)).map(Explanation::size).orElse(Explanation.size(otherwise)) + " (" + property + ")";
    }

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
