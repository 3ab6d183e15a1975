package io.headwater.uplink;

import io.headwater.exchange.Durable;
import io.headwater.flow.Ledger;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Records of 200 bytes a second: into the outbox by callers at once and by lists, out of it, and both at once; beside it the
 *  bare synced write of this disk. Arguments: folder, seconds a figure. Not part of the build. */
final class OutboxBench {
    private static final int PAYLOAD = 200;
    private static final long LARGE_BYTES = 200L << 20;

    private OutboxBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        long nanos = Long.parseLong(args[1]) * 1_000_000_000L;
        System.out.printf(Locale.ROOT, "bare write+fdatasync of 4 KiB: %,d a second%n", bareSyncs(folder, nanos));
        in(folder, 2, 1, nanos / 2); // warm
        in(folder, 4, 512, nanos / 2);
        for (int callers : new int[] {1, 2, 4, 16, 64, 256}) {
            in(folder, callers, 1, nanos);
        }
        for (int list : new int[] {16, 100, 512}) {
            in(folder, 1, list, nanos);
            in(folder, 4, list, nanos);
        }
        out(folder, 300_000);
        through(folder, nanos);
        for (int size : new int[] {20_000, 200_000, 900_000}) {
            large(folder, size, false);
            large(folder, size, true);
        }
    }

    /** CPU time of this process so far, in nanoseconds: what a busy machine does not blur. */
    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long bareSyncs(Path folder, long nanos) throws IOException {
        Path file = folder.resolve("bare");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(4096);
            long end = System.nanoTime() + nanos;
            long n = 0;
            while (System.nanoTime() < end) {
                channel.write(page.clear(), (n % 1000) * 4096);
                channel.force(false);
                n++;
            }
            return n * 1_000_000_000L / nanos;
        } finally {
            Files.delete(file);
        }
    }

    private static Draft draft(long n) {
        return new Draft("summaries", "summaries", "box-1", "box-1/crossing/up", "box-1/crossing/sum/cam-1/2026-01-31T12:00:00Z/PT10S/" + n,
                "io.headwater.summary.v1", "application/json", "cam-1", Records.NOON, new byte[PAYLOAD]);
    }

    private static void in(Path folder, int callers, int list, long nanos) throws Exception {
        try (Outbox outbox = fresh(folder)) {
            AtomicLong ids = new AtomicLong();
            long commits = outbox.state().commits();
            long before = cpu();
            long rows = append(outbox, callers, list, nanos, ids);
            double micros = (cpu() - before) / 1000.0 / rows;
            long made = outbox.state().commits() - commits;
            System.out.printf(Locale.ROOT, "in:  %3d callers × %3d records: %,9d records/s, %,6d commits/s, %6.1f records a commit, %5.1f µs CPU a record%n", callers, list,
                    rows * 1_000_000_000L / nanos, made * 1_000_000_000L / nanos, (double) rows / made, micros);
        }
    }

    private static long append(Outbox outbox, int callers, int list, long nanos, AtomicLong ids) throws InterruptedException {
        AtomicLong kept = new AtomicLong();
        long end = System.nanoTime() + nanos;
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < callers; c++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    while (System.nanoTime() < end) {
                        List<Draft> drafts = new ArrayList<>(list);
                        for (int i = 0; i < list; i++) {
                            drafts.add(draft(ids.getAndIncrement()));
                        }
                        kept.addAndGet(outbox.append(drafts).stream().filter(Receipt.Kept.class::isInstance).count());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return kept.get();
    }

    private static void out(Path folder, int records) throws Exception {
        try (Outbox outbox = fresh(folder)) {
            for (int from = 0; from < records; from += 10_000) {
                List<Draft> drafts = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) {
                    drafts.add(draft(from + i));
                }
                outbox.append(drafts);
            }
            CountDownLatch left = new CountDownLatch(records);
            long start = System.nanoTime();
            long before = cpu();
            outbox.publisher().subscribe(new Acknowledging(1024, left::countDown));
            left.await();
            outbox.stopOffering(java.time.Duration.ofSeconds(10));
            long took = System.nanoTime() - start;
            System.out.printf(Locale.ROOT, "out: %,d waiting, 1024 in flight, answered at once: %,d records/s, %.1f µs CPU a record; %d left%n", records,
                    records * 1_000_000_000L / took, (cpu() - before) / 1000.0 / records, outbox.state().waiting());
        }
    }

    private static void through(Path folder, long nanos) throws Exception {
        try (Outbox outbox = fresh(folder)) {
            AtomicLong through = new AtomicLong();
            outbox.publisher().subscribe(new Acknowledging(1024, through::incrementAndGet));
            long start = System.nanoTime();
            long before = cpu();
            long rows = append(outbox, 4, 512, nanos, new AtomicLong());
            while (outbox.state().waiting() > 0) {
                Thread.yield();
            }
            long took = System.nanoTime() - start;
            System.out.printf(Locale.ROOT, "through, 4 callers × 512, in, offered, acknowledged and gone: %,d records/s, %,d commits/s, %.1f µs CPU a record%n",
                    rows * 1_000_000_000L / took, outbox.state().commits() * 1_000_000_000L / took,
                    (cpu() - before) / 1000.0 / rows);
        }
    }

    /** Payloads of this size come one after the other, are on disk before the next comes, and leave when they were acknowledged: in their
     *  rows, or beside, each in a file of its own that is durable before its row is. */
    private static void large(Path folder, int size, boolean beside) throws Exception {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        int records = (int) (LARGE_BYTES / size);
        try (Outbox outbox = fresh(folder)) {
            Path files = Files.createDirectories(folder.resolve("state").resolve("files"));
            outbox.publisher().subscribe(new Acknowledging(1024, () -> { }));
            long written = written();
            long start = System.nanoTime();
            for (int n = 0; n < records; n++) {
                Path file = files.resolve(Integer.toString(n));
                if (beside) {
                    durable(file, payload);
                }
                outbox.append(new Draft("pictures", "pictures", "box-1", "box-1/crossing/up", "picture-" + n, "io.headwater.frame.v1", "image/jpeg", "cam-1", Records.NOON,
                        beside ? new byte[0] : payload));
                if (beside) {
                    Files.delete(file); // its row is acknowledged at once
                }
            }
            while (outbox.state().waiting() > 0) {
                Thread.yield();
            }
            long took = System.nanoTime() - start;
            System.out.printf(Locale.ROOT, "large, %,7d bytes %s: %,6d records/s, %.2f bytes written to the disk for each%n", size, beside ? "beside the row" : "in the row    ",
                    records * 1_000_000_000L / took, (double) (written() - written) / ((long) records * size));
        }
    }

    private static void durable(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(file.getParent());
    }

    /** Bytes that this process has had written to disks, as Linux counts them. */
    private static long written() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream().filter(l -> l.startsWith("write_bytes: ")).mapToLong(l -> Long.parseLong(l.substring(13))).findFirst().orElseThrow();
    }

    private static Outbox fresh(Path folder) throws IOException {
        Path state = folder.resolve("state");
        if (Files.exists(state)) {
            try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Outbox.open(Settings.in(state).maxBytes(8L << 30), new Ledger());
    }

    /** A broker that takes everything at once. */
    private static final class Acknowledging implements Flow.Subscriber<OutboxRecord> {
        private final int inFlight;
        private final Runnable each;
        private Flow.Subscription subscription;

        private Acknowledging(int inFlight, Runnable each) {
            this.inFlight = inFlight;
            this.each = each;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            s.request(inFlight);
        }

        @Override
        public void onNext(OutboxRecord record) {
            record.acknowledged();
            each.run();
            subscription.request(1);
        }

        @Override
        public void onError(Throwable t) {
            t.printStackTrace();
        }

        @Override
        public void onComplete() {}
    }
}
