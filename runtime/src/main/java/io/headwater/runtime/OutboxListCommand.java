package io.headwater.runtime;

import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxReader;
import io.headwater.uplink.OutboxState;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater outbox list}: each lane with its book. */
@Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Lists the lanes: what was kept, what became of it, what waits and since when.",
            "stored = acknowledged + rejected + expired + thinned + oldest + purged + damaged + waiting."})
final class OutboxListCommand implements Callable<Integer> {
    private static final String FORM = "%-20s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s  %s%n";

    @Mixin
    OutboxPlace place = new OutboxPlace();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean lives = Outbox.isInUse(place.folder());
        try (OutboxReader reader = place.read()) {
            out.println("outbox " + place.folder().resolve("outbox.db") + (lives ? ", in use by a running process" : ", no process has it open"));
            out.printf(FORM, "lane", "stored", "acknowl.", "rejected", "expired", "thinned", "oldest", "purged", "damaged", "waiting", "offered", "dead", "oldest waiting");
            for (OutboxReader.Contents lane : reader.lanes()) {
                OutboxState.Lane b = lane.book();
                if (place.lane == null || place.lane.equals(b.name())) {
                    out.printf(Locale.ROOT, FORM, b.name(), b.stored(), b.acknowledged(), b.rejected(), b.expired(), b.thinned(), b.oldest(), b.purged(), b.damaged(),
                            b.waiting(), lane.offered(), lane.dead(), lane.oldest() == null ? "" : age(Duration.between(lane.oldest(), Clock.systemUTC().instant())));
                }
            }
            if (reader.missing() > 0) {
                out.println(reader.missing() + " records are missing: the disk has lost them, and which lane they were in");
            }
            if (reader.damagedFile() != null) {
                out.println("the disk had damaged the outbox; what was whole went on, and the damaged file was set aside: " + reader.damagedFile());
            }
        }
        return ExitCode.DONE;
    }

    /** In its largest whole unit. */
    private static String age(Duration age) {
        return age.toDays() > 1 ? age.toDays() + " days ago" : age.toHours() > 1 ? age.toHours() + " hours ago"
                : age.toMinutes() > 1 ? age.toMinutes() + " minutes ago" : Math.max(0, age.toSeconds()) + " seconds ago";
    }
}
