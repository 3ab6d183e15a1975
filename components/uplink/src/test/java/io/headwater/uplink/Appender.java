package io.headwater.uplink;

import io.headwater.flow.Ledger;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A process of its own that keeps records, and says which are kept, until it is killed. Arguments: folder, seed. */
final class Appender {
    private static final int THREADS = 4;

    private Appender() {}

    public static void main(String[] args) {
        long seed = Long.parseLong(args[1]);
        Outbox outbox = Outbox.open(Settings.in(Path.of(args[0])), new Ledger());
        for (int t = 0; t < THREADS; t++) {
            String prefix = args[1] + "-" + t + "-";
            SplittableRandom random = new SplittableRandom(seed + t);
            Thread.ofPlatform().start(() -> append(outbox, prefix, random));
        }
    }

    private static void append(Outbox outbox, String prefix, SplittableRandom random) {
        try {
            for (int i = 0; ; i++) {
                byte[] payload = new byte[random.nextInt(3000)];
                random.nextBytes(payload);
                if (outbox.append(Records.draft("summaries", prefix + i, payload)) instanceof Receipt.Kept kept) {
                    String line = kept.id() + "\n";
                    synchronized (System.out) {
                        System.out.print(line);
                        System.out.flush();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
