package io.headwater.runtime.once;

import io.headwater.uplink.Draft;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.Outboxes;
import io.headwater.uplink.Receipt;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own that keeps records and sends them exactly once. It says {@code kept ID} and {@code sent NUMBER}, until it is killed; or, where it is to
 *  keep none, until all that waits is sent. Arguments: state folder, broker, prefix of ids or {@code -}. */
final class SendingProcess {
    static final String LANE = "crashing";

    private SendingProcess() {}

    public static void main(String[] args) throws Exception {
        try (Outbox outbox = Outbox.ofFolder(Path.of(args[0]))) {
            Outboxes.sendExactlyOnce(outbox, LANE);
            Thread.ofPlatform().daemon().start(new LaneSender(outbox.exactlyOnce(), "box", LANE, Map.of("bootstrap.servers", args[1]), "headwater-progress",
                    batch -> say(List.of("sent " + batch.number()))));
            if (args[2].equals("-")) {
                while (outbox.state().waiting() > 0) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                System.exit(0);
            }
            for (int i = 0; ; i += 10) {
                List<String> kept = new ArrayList<>();
                for (Receipt receipt : outbox.append(drafts(args[2], i))) {
                    kept.add("kept " + ((Receipt.Kept) receipt).id());
                }
                say(kept);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    private static List<Draft> drafts(String prefix, int from) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = from; i < from + 10; i++) {
            drafts.add(new Draft(LANE, LANE, "box", "box/r/s", prefix + i, "io.headwater.bytes.v1", "application/octet-stream", "", Instant.now(), new byte[200]));
        }
        return drafts;
    }

    private static void say(List<String> lines) {
        synchronized (System.out) {
            lines.forEach(System.out::println);
            System.out.flush();
        }
    }
}
