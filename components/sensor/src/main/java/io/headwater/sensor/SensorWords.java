package io.headwater.sensor;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.SourceStage;
import io.headwater.exchange.StepCheck.Options;
import io.headwater.flow.Backoff;
import io.headwater.flow.Fate;

/** Tells what a sensor does, by its options. */
record SensorWords(Options step, Location location) {
    private static final String UNREADABLE = "messages in which there are no readings; they go to the error handler of the route";
    private static final String KEPT = "how often it was started, in epochs/ of the state folder; no message";

    Explanation explanation() {
        return switch (location) {
            case MqttLocation at -> mqtt(at);
            case FileLocation at -> read(Explanation.of("Plays the recording " + at.file().getFileName() + " once, "
                    + (step.text("pace").filter("FAST"::equalsIgnoreCase).isPresent() ? "as fast as the route takes it." : "each message as long after the one before as it came.")))
                    .loses(Fate.dropped(SourceStage.STOPPED), "messages that wait at a stop, and are not through within " + SensorConsumer.ROUTE_PATIENCE.toSeconds() + " s")
                    .loses(Fate.failed(Deliveries.UNREADABLE), UNREADABLE)
                    .keeps(KEPT);
        };
    }

    private Explanation read(Explanation begun) {
        return begun.does(step.text("series").map(series -> "The readings in a message are " + String.join(", ", Format.list(series)) + ".")
                        .orElse("Each number in a message is a reading."))
                .does("The time of readings is " + step.text("timeField").map(field -> "what the message says in " + field).orElse("when the message came") + ".");
    }

    private Explanation mqtt(MqttLocation at) {
        boolean kept = !step.text("qos").filter("0"::equals).isPresent();
        Explanation told = read(Explanation.of("Takes the messages of " + at.filter() + " from the MQTT broker " + at.server() + (at.tls() ? ", over TLS." : ".")))
                .does("When the broker is away it is tried again for ever, first after " + time("reconnectDelay") + ", then ever more slowly, up to " + Backoff.LONGEST.toSeconds() + "s.");
        if (kept) {
            told = told.does("A message is acknowledged when its way through this route has ended; at most " + step.text("receiveMaximum").orElse("")
                            + " are unacknowledged at once, and the broker keeps the others: for " + time("sessionExpiry") + " where this box is away.")
                    .does("One whose way fails, and whose failure nobody handles, is tried again"
                            + (step.text("attempts").orElse("").equals("0") ? " for ever." : ", " + step.text("attempts").orElse("")
                            + " times in all, and for ever where the surroundings fail, such as a full outbox."))
                    .loses(Fate.dropped(Deliveries.GIVEN_AGAIN), "messages that waited when the connection went; the broker gives them again")
                    .loses(Fate.dropped(SourceStage.STOPPED), "messages that wait at a stop; the broker keeps them");
        } else {
            told = told.loses(Fate.dropped(Reception.SHED), "messages that came while " + step.text("receiveMaximum").orElse("") + " waited")
                    .loses(Fate.dropped(SourceStage.STOPPED), "messages that wait at a stop, and are not through within " + SensorConsumer.ROUTE_PATIENCE.toSeconds() + " s");
        }
        told = told.loses(Fate.failed(Deliveries.UNREADABLE), UNREADABLE).keeps(KEPT);
        return kept ? told : told.lost("messages that wait or are under way; those that come until it is started again");
    }

    private String time(String option) {
        return step.text(option).map(Explanation::time).orElse("");
    }
}
