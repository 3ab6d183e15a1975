package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Ledger;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** Real damage to real files: what is whole comes out of them, what is not is told, and the outbox goes on. */
class SalvageTest {
    private static final int TRIALS = Integer.getInteger("headwater.salvage.trials", 200);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final int ALL = Wreck.RECORDS + 20;

    @TempDir
    Path folder;

    private static Settings settings(Path state) {
        return Settings.in(state).retry(Duration.ofMillis(1), Duration.ofMillis(20));
    }

    /** Takes and acknowledges all that is offered until nothing waits; the ids. */
    private static Set<String> drain(Outbox outbox, Taker taker, String as) throws InterruptedException {
        Set<String> ids = new HashSet<>();
        long until = System.nanoTime() + PATIENCE;
        while (outbox.state().waiting() > 0 || !taker.received.isEmpty()) {
            assertThat(System.nanoTime()).as("%s: stuck with %s", as, outbox.state()).isLessThan(until);
            OutboxRecord record = taker.received.poll(5, TimeUnit.MILLISECONDS);
            if (record != null) {
                assertThat(record.payload()).as("%s: %s", as, record.id()).isEqualTo(Wreck.payload(record.id()));
                ids.add(record.id());
                record.acknowledged();
            }
        }
        return ids;
    }

    @Test
    void whateverIsDamagedTheRestIsDeliveredAndTheLossIsTold() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path killed = Files.createDirectory(folder.resolve("killed"));
        Set<String> acknowledged = Wreck.make(closed, killed);
        for (int trial = 0; trial < TRIALS; trial++) {
            SplittableRandom random = new SplittableRandom(trial);
            Wreck.Harm harm = Wreck.Harm.values()[trial % Wreck.Harm.values().length];
            boolean inLog = harm.compareTo(Wreck.Harm.CUT_LOG) >= 0;
            Wreck wreck = Wreck.of(inLog || random.nextBoolean() ? killed : closed, folder.resolve("t" + trial));
            wreck.harm(harm, random);
            check(wreck, acknowledged, "trial " + trial + ", " + harm);
        }
    }

    private static void check(Wreck wreck, Set<String> acknowledged, String as) throws Exception {
        Ledger ledger = new Ledger();
        Set<String> delivered;
        OutboxState state;
        try (Outbox outbox = Outbox.open(settings(wreck.state), ledger)) {
            Taker taker = Taker.of(outbox);
            taker.subscription().request(Long.MAX_VALUE);
            Receipt next = outbox.append(draft("new", "n", Wreck.payload("n")));
            assertThat(next).as(as).isInstanceOfSatisfying(Receipt.Kept.class, k -> assertThat(k.sequence()).as(as).isGreaterThan(ALL));
            outbox.replay(null);
            delivered = drain(outbox, taker, as);
            state = outbox.state();
            assertThat(outbox.books().imbalances()).as("%s: over the salvage", as).isEmpty();
        }
        try (OutboxReader reader = OutboxReader.open(wreck.state)) {
            assertThat(reader.books().imbalances()).as("%s: in the file", as).isEmpty();
        }
        assertThat(delivered).as(as).contains("n");
        Set<String> lost = new TreeSet<>();
        for (int i = 0; i < ALL; i++) {
            if (!delivered.contains("r" + i) && !acknowledged.contains("r" + i)) {
                lost.add("r" + i);
            }
        }
        assertThat(wreck.touched()).as("%s: lost outside of the damage", as).containsAll(lost);
        long told = state.missing() + state.damaged();
        assertThat(told).as("%s: told %s, lost %s", as, state, lost).isBetween(Math.max(0L, lost.size() - Wreck.GONE), (long) ALL);
        assertThat(ledger.checkAtRest()).as(as).isEmpty();
        long failed = ledger.books().stream().flatMap(b -> b.failed().values().stream()).mapToLong(n -> n).sum();
        assertThat(failed).as("%s: told in the ledger", as).isGreaterThanOrEqualTo(told);
    }

    private Path closed() throws Exception {
        Path state = Files.createDirectory(folder.resolve("state"));
        Wreck.make(state, Files.createDirectory(folder.resolve("copy")));
        return state;
    }

    /** The pages of a table or index, but for its root. */
    private static List<Long> pages(Path state, String of, String kind) throws Exception {
        List<Long> pages = new java.util.ArrayList<>();
        try (Connection db = new SQLiteConfig().createConnection("jdbc:sqlite:" + state.resolve("outbox.db")); Statement s = db.createStatement();
                ResultSet r = s.executeQuery("SELECT pageno FROM dbstat WHERE name = '" + of + "' AND pagetype = '" + kind + "' ORDER BY pageno")) {
            while (r.next()) {
                pages.add(r.getLong(1));
            }
        }
        return pages;
    }

    @Test
    void goesOnWhileAPageBreaksUnderIt() throws Exception {
        Path state = closed();
        long page = pages(state, "record", "leaf").get(4);
        Ledger ledger = new Ledger();
        Set<String> delivered;
        try (Outbox outbox = Outbox.open(settings(state), ledger)) {
            long waiting = outbox.state().waiting();
            try (RandomAccessFile file = new RandomAccessFile(state.resolve("outbox.db").toFile(), "rw")) {
                file.seek((page - 1) * Database.PAGE);
                file.write(new byte[Database.PAGE]);
            }
            Taker taker = Taker.of(outbox);
            taker.subscription().request(Long.MAX_VALUE);
            delivered = drain(outbox, taker, "while it runs");
            assertThat(outbox.append(draft("new", "n", Wreck.payload("n")))).isInstanceOf(Receipt.Kept.class);
            assertThat(outbox.state().damaged()).isPositive().isEqualTo(waiting - delivered.size());
            assertThat(outbox.state().trouble()).isNull();
            delivered.addAll(drain(outbox, taker, "afterwards"));
        }
        assertThat(delivered).contains("n");
        assertThat(ledger.checkAtRest()).isEmpty();
        assertThat(state.resolve("outbox.db.damaged-1")).exists();
    }

    @Test
    void deliversARecordThatAnIndexHasForgotten() throws Exception {
        Path state = closed();
        long page = pages(state, "record_lane", "leaf").getFirst();
        try (RandomAccessFile file = new RandomAccessFile(state.resolve("outbox.db").toFile(), "rw")) {
            long at = (page - 1) * Database.PAGE;
            file.seek(at + 3);
            int cells = file.readUnsignedShort();
            file.seek(at + 3);
            file.writeShort(cells - 1); // the last of them is there no more, and SQLite sees nothing wrong
        }
        Ledger ledger = new Ledger();
        try (Outbox outbox = Outbox.open(settings(state), ledger)) {
            int waiting = (int) outbox.state().waiting();
            Taker taker = Taker.of(outbox);
            taker.subscription().request(Long.MAX_VALUE);
            assertThat(drain(outbox, taker, "all")).hasSize(waiting);
            assertThat(outbox.state().damaged() + outbox.state().missing()).isZero();
        }
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void keepsABookEvenThatKnowsFewerThanThereAre() throws Exception {
        Path state = closed();
        try (Connection db = new SQLiteConfig().createConnection("jdbc:sqlite:" + state.resolve("outbox.db")); Statement s = db.createStatement()) {
            s.execute("UPDATE lane SET acknowledged = acknowledged + 3 WHERE name = 'alerts'");
        }
        Ledger ledger = new Ledger();
        try (Outbox outbox = Outbox.open(settings(state), ledger)) {
            int waiting = (int) outbox.state().waiting();
            Taker taker = Taker.of(outbox);
            List<OutboxRecord> taken = taker.take(waiting + 3);
            taken.forEach(OutboxRecord::acknowledged);
            assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
            outbox.append(draft("new", "n", Wreck.payload("n")));
            assertThat(outbox.state().lanes()).allSatisfy(lane -> assertThat(lane.waiting()).as(lane.name()).isEqualTo(lane.name().equals("new") ? 1 : 0));
        }
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void keepsTheNewestDamagedFileAlone() throws Exception {
        Path state = closed();
        for (int round = 1; round <= 3; round++) {
            try (RandomAccessFile file = new RandomAccessFile(state.resolve("outbox.db").toFile(), "rw")) {
                file.write(new byte[100]);
            }
            Outbox.open(settings(state), new Ledger()).close();
            try (Stream<Path> files = Files.list(state)) {
                assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith("outbox.db.")).toList()).containsExactly("outbox.db.damaged-" + round);
            }
        }
    }
}
