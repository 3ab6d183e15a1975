package io.headwater.torture;

import io.headwater.flow.Ledger;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import io.headwater.uplink.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;

/** A process that keeps records in an outbox and has part of them acknowledged, writing down what it was told: {@code K id} once
 *  a record was kept, {@code D id} just before it is acknowledged, {@code S owner count} once a step's state was kept. Arguments: folder, file of its books, seed, number of records.
 *  It opens and closes the outbox a few times on the way, since opening and closing write as well. */
final class Keeper {
    private static final int THREADS = 4;
    private static final int LIVES = 3;
    private static final int RECORDS_A_STATE = 4;

    private final Path folder;
    private final FileChannel books;
    private final long seed;
    private final List<KeptState> states = IntStream.range(0, THREADS).mapToObj(t -> new KeptState("step-" + t, 0)).toList();

    private Keeper(Path folder, FileChannel books, long seed) {
        this.folder = folder;
        this.books = books;
        this.seed = seed;
    }

    public static void main(String[] args) throws Exception {
        int records = Integer.parseInt(args[3]);
        try (FileChannel books = FileChannel.open(Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            Keeper keeper = new Keeper(Path.of(args[0]), books, Long.parseLong(args[2]));
            for (int life = 0; life < LIVES; life++) {
                keeper.live(life, records / LIVES);
            }
        }
    }

    private void live(int life, int records) throws Exception {
        try (Outbox outbox = Outbox.in(folder, Payload.QUOTA, new Ledger())) {
            outbox.publisher().subscribe(new Broker(new SplittableRandom(seed + life)));
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                String prefix = life + "-" + t + "-";
                KeptState state = states.get(t);
                threads.add(Thread.ofPlatform().start(() -> keep(outbox, prefix, records / THREADS, state)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void keep(Outbox outbox, String prefix, int records, KeptState state) {
        try {
            for (int i = 0; i < records; i++) {
                String id = prefix + i;
                if (outbox.append(Payload.draft(id)) instanceof Receipt.Kept) {
                    write("K " + id);
                }
                if (i % RECORDS_A_STATE == 0) {
                    state.next(outbox);
                    write("S " + state.owner() + " " + state.count());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String line) {
        try {
            books.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Acknowledges most of what it is given, refuses some, and never answers a few. */
    private final class Broker implements Flow.Subscriber<OutboxRecord> {
        private final SplittableRandom random;

        Broker(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(OutboxRecord record) {
            int dice = random.nextInt(20);
            if (dice == 0) {
                return;
            }
            if (dice == 1) {
                record.rejected(new IOException("not now"));
                return;
            }
            write("D " + record.id());
            record.acknowledged();
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException(error);
        }

        @Override
        public void onComplete() {}
    }
}
