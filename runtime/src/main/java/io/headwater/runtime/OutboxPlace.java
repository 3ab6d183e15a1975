package io.headwater.runtime;

import io.headwater.uplink.OutboxException;
import io.headwater.uplink.OutboxReader;
import io.headwater.uplink.Shelf;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which records of which outbox a command is about. */
final class OutboxPlace {
    @Option(names = "--state", paramLabel = "DIR", description = "State folder of headwater run. Default: headwater.state.dir, else $STATE_DIRECTORY, else ~/.local/state/headwater.")
    @Nullable Path state;

    @Option(names = "--lane", paramLabel = "NAME", description = "Only this lane: uplink.channel. Default: all.")
    @Nullable String lane;

    Path folder() {
        return ServeOptions.state(state);
    }

    OutboxReader read() {
        try {
            return OutboxReader.open(folder());
        } catch (OutboxException e) {
            throw surroundings(e);
        }
    }

    /** The outbox's own sentences end in what to do. */
    static SurroundingsException surroundings(OutboxException e) {
        String text = String.valueOf(e.getMessage());
        int fix = text.lastIndexOf(": ");
        return fix < 0 ? new SurroundingsException(text, "headwater outbox --help") : new SurroundingsException(text.substring(0, fix), text.substring(fix + 2));
    }

    /** Where the records lie: those that wait, unless another is said. */
    static final class Which {
        @ArgGroup
        @Nullable Other other;

        static final class Other {
            @Option(names = "--dead", required = true, description = "The dead letters: what Kafka will never take.")
            boolean dead;
            @Option(names = "--damaged", required = true, description = "What the disk has changed.")
            boolean damaged;
        }

        Shelf shelf() {
            Other o = other;
            return o == null ? Shelf.WAITING : o.dead ? Shelf.DEAD : Shelf.DAMAGED;
        }
    }
}
