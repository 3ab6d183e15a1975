package io.headwater.runtime;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater outbox replay}: dead letters are offered to Kafka once more. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Has the dead letters wait for Kafka again, under their ids, behind what waits already: once the topic takes them.")
final class OutboxReplayCommand implements Callable<Integer> {
    @Mixin
    OutboxChange change = new OutboxChange();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        long records = change.run("/api/outbox/replay?shelf=DEAD", outbox -> outbox.replay(change.place.lane));
        spec.commandLine().getOut().println(records + (records == 1 ? " dead letter waits" : " dead letters wait") + " for Kafka again");
        return ExitCode.DONE;
    }
}
