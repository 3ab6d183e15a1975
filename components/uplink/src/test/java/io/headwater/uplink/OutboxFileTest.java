package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Book;
import io.headwater.flow.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** What happens when the file is full, foreign, or was changed behind the outbox's back. */
class OutboxFileTest {
    @TempDir
    Path folder;
    private final Ledger ledger = new Ledger();

    private Outbox open() {
        return Outbox.open(Settings.in(folder), ledger);
    }

    private void sql(String text) throws SQLException {
        try (Connection db = new SQLiteConfig().createConnection("jdbc:sqlite:" + folder.resolve("outbox.db")); Statement s = db.createStatement()) {
            s.execute(text);
        }
    }

    private long number(String query) throws SQLException {
        try (Connection db = new SQLiteConfig().createConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement s = db.createStatement(); ResultSet r = s.executeQuery(query)) {
            return r.getLong(1);
        }
    }

    @Test
    void refusesRecordsWhenFullAndTakesThemAgainOnceDelivered() throws Exception {
        long quota = 8L << 20;
        SplittableRandom random = new SplittableRandom(1);
        byte[] payload = new byte[20_000];
        try (Outbox outbox = Outbox.open(Settings.in(folder).maxBytes(quota), ledger)) {
            int kept = 0;
            Receipt receipt;
            do {
                random.nextBytes(payload);
                receipt = outbox.append(draft("summaries", "r" + kept, payload.clone()));
                kept += receipt instanceof Receipt.Kept ? 1 : 0;
                assertThat(outbox.state().bytes()).isLessThanOrEqualTo(quota);
            } while (receipt instanceof Receipt.Kept);
            assertThat(receipt).isEqualTo(new Receipt.Refused("outbox full"));
            assertThat(kept).as("20 kB records in 8 MiB, a quarter of it the log's").isBetween(200, 320);
            assertThat(outbox.append(draft("x"))).as("smaller than what is left").isInstanceOf(Receipt.Kept.class);
            Taker taker = Taker.of(outbox);
            taker.take(kept + 1).forEach(OutboxRecord::acknowledged);
            assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
            assertThat(outbox.append(draft("summaries", "again", payload))).isInstanceOf(Receipt.Kept.class);
            assertThat(outbox.state().refused()).containsEntry("outbox full", 1L);
            assertThat(outbox.state().bytes()).isLessThanOrEqualTo(quota);
        }
        Book book = ledger.books().getFirst();
        assertThat(book.dropped()).containsEntry("outbox full", 1L);
        assertThat(book.difference()).isZero();
    }

    @Test
    void setsADamagedRecordAsideAndDeliversTheOthers() throws Exception {
        try (Outbox outbox = open()) {
            outbox.append(List.of(draft("a"), draft("b"), draft("c")));
        }
        sql("UPDATE record SET payload = CAST('payload of B' AS BLOB) WHERE id = 'b'");
        try (Outbox outbox = open()) {
            List<OutboxRecord> taken = Taker.of(outbox).take(2);
            assertThat(taken).extracting(OutboxRecord::id).containsExactly("a", "c");
            taken.forEach(OutboxRecord::acknowledged);
            assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
            assertThat(outbox.state().lanes()).containsExactly(Records.lane("summaries", 3, 2, 1, 0));
        }
        assertThat(number("SELECT count(*) FROM damaged WHERE sequence = 2 AND id = 'b'")).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM record")).isZero();
        assertThat(ledger.books().getFirst().failed()).containsEntry("damaged", 1L);
    }

    @Test
    void findsDamageInEveryColumn() throws Exception {
        List<String> changes = List.of("lane = 'alerts'", "topic = 'x'", "key = 'y'", "place = 'z'", "id = 'q'", "type = 't'", "content_type = 'c'",
                "subject = 's'", "event = event + 1", "created = created - 1", "crc = crc + 1", "payload = zeroblob(3)");
        try (Outbox outbox = open()) {
            for (int i = 0; i <= changes.size(); i++) {
                outbox.append(draft("r" + i));
            }
        }
        for (int i = 0; i < changes.size(); i++) {
            sql("UPDATE record SET " + changes.get(i) + " WHERE sequence = " + (i + 1));
        }
        try (Outbox outbox = open()) {
            assertThat(Taker.of(outbox).take(1)).extracting(OutboxRecord::id).containsExactly("r" + changes.size());
            assertThat(outbox.state().damaged()).isEqualTo(changes.size());
            assertThat(outbox.state().waiting()).isEqualTo(1);
        }
    }

    /** A single bit: the row is whole, and its place in the index names a lane that there is not. */
    @Test
    void losesNothingWhenTheIndexNamesAnotherLane() throws Exception {
        try (Outbox outbox = open()) {
            outbox.append(IntStream.range(0, 50).mapToObj(i -> draft(i % 5 == 0 ? "alerts" : "summaries", "r" + i, new byte[] {1})).toList());
        }
        Path file = folder.resolve("outbox.db");
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher entry = Pattern.compile("\\x03\\x19\\x01alert(s)\\x2e").matcher(bytes); // its header, the lane, sequence 46
        assertThat(entry.find()).isTrue();
        Files.writeString(file, new StringBuilder(bytes).replace(entry.start(1), entry.end(1), "w"), StandardCharsets.ISO_8859_1);
        try (Outbox outbox = open()) {
            List<OutboxRecord> taken = Taker.of(outbox).take(50);
            assertThat(taken).extracting(OutboxRecord::id).doesNotHaveDuplicates().contains("r45");
            taken.forEach(OutboxRecord::acknowledged);
            assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
            assertThat(outbox.state().damaged()).isZero();
            assertThat(outbox.state().lanes()).extracting(OutboxState.Lane::name).containsExactly("alerts", "summaries");
        }
    }

    /** The files of an outbox with so many records, as a kill leaves them. */
    private Path killed(int records) throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Outbox outbox = open()) {
            for (int i = 0; i < records; i++) {
                outbox.append(draft("r" + i));
            }
            for (String file : List.of("outbox.db", "outbox.db-wal", "outbox.mark")) {
                Files.copy(folder.resolve(file), copy.resolve(file));
            }
        }
        return copy;
    }

    @Test
    void tellsRecordsThatACutLogTookAway() throws Exception {
        int records = 40;
        Path copy = killed(records);
        Path log = copy.resolve("outbox.db-wal");
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(bytes, bytes.length * 3 / 4));
        Ledger after = new Ledger();
        try (Outbox outbox = Outbox.open(Settings.in(copy), after)) {
            OutboxState state = outbox.state();
            assertThat(state.missing()).isPositive();
            assertThat(state.missing() + state.waiting()).isEqualTo(records);
            assertThat(Taker.of(outbox).take((int) state.waiting())).extracting(OutboxRecord::id).startsWith("r0", "r1");
            assertThat(outbox.append(draft("next"))).as("no sequence is given twice").isEqualTo(new Receipt.Kept(records + 1, "next"));
        }
        assertThat(after.books()).anySatisfy(b -> assertThat(b.failed()).containsKey("missing"));
    }

    @Test
    void aFlippedBitInTheLogCostsNoneOfTheRecordsBehindIt() throws Exception {
        Path copy = killed(40);
        Path log = copy.resolve("outbox.db-wal");
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 4] ^= 1;
        Files.write(log, bytes);
        try (Outbox outbox = Outbox.open(Settings.in(copy), ledger)) {
            assertThat(outbox.state()).returns(40L, OutboxState::waiting).returns(0L, OutboxState::missing).returns(0L, OutboxState::damaged);
            assertThat(Taker.of(outbox).take(40)).hasSize(40);
        }
    }

    @Test
    void beginsAnewWhenTheFileIsTakenAway() throws Exception {
        try (Outbox outbox = open()) {
            outbox.append(draft("a"));
        }
        Files.delete(folder.resolve("outbox.db"));
        try (Outbox outbox = open()) {
            assertThat(outbox.state().missing()).isZero();
            assertThat(outbox.append(draft("a"))).isEqualTo(new Receipt.Kept(1, "a"));
        }
    }

    @Test
    void tellsTheSameAsTheRowsInTheFile() throws Exception {
        try (Outbox outbox = open()) {
            List<Draft> drafts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                drafts.add(draft(i % 2 == 0 ? "even" : "odd", "r" + i, new byte[i]));
            }
            outbox.append(drafts);
            List<OutboxRecord> taken = Taker.of(outbox).take(200);
            taken.stream().filter(r -> r.sequence() % 3 != 0).forEach(OutboxRecord::acknowledged);
            outbox.append(draft("last"));
        }
        try (Outbox outbox = open()) {
            for (OutboxState.Lane lane : outbox.state().lanes()) {
                assertThat(number("SELECT count(*) FROM record WHERE lane = '" + lane.name() + "'")).as(lane.name()).isEqualTo(lane.waiting());
            }
            assertThat(number("SELECT count(*) FROM record JOIN lane ON lane.name = record.lane WHERE sequence <= offered_to")).as("offered and not acknowledged").isEqualTo(66);
        }
    }

    @Test
    void refusesANewerSchema() throws Exception {
        open().close();
        sql("CREATE TABLE later(what TEXT)");
        sql("PRAGMA user_version = 99");
        assertThatThrownBy(this::open).isInstanceOf(OutboxException.class).hasMessage("outbox " + folder.resolve("outbox.db")
                + " has schema version 99, this Headwater knows versions up to " + Schema.VERSION + ": run the newer Headwater that wrote it, or move the file"
                + " away to start an empty one");
    }

    @Test
    void setsAFileThatIsNoDatabaseAsideAndBeginsAnew() throws Exception {
        String text = "no database at all, but long enough to be read as a header of one ".repeat(40);
        Files.writeString(folder.resolve("outbox.db"), text);
        try (Outbox outbox = open()) {
            assertThat(outbox.append(draft("a"))).isEqualTo(new Receipt.Kept(1, "a"));
            assertThat(outbox.state()).returns(0L, OutboxState::missing).returns(0L, OutboxState::damaged);
        }
        assertThat(folder.resolve("outbox.db.damaged-1")).hasContent(text);
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Outbox.open(Settings.in(file.resolve("state")), ledger)).isInstanceOf(OutboxException.class)
                .hasMessage("outbox " + file.resolve("state/outbox.db") + " cannot be opened: folder " + file.resolve("state")
                        + " cannot be made or written: set headwater.state.dir or STATE_DIRECTORY to a folder that can");
    }

    @Test
    void refusesADatabaseFileThatCannotBeOpened() throws IOException {
        Files.createDirectory(folder.resolve("outbox.db"));
        assertThatThrownBy(this::open).isInstanceOf(OutboxException.class).hasMessage("outbox " + folder.resolve("outbox.db")
                + " cannot be opened: it cannot be written: let this user write the folder " + folder + " and its files");
    }

    @Test
    void refusesASecondUserOfTheFile() throws Exception {
        try (Outbox first = open()) {
            assertThatThrownBy(this::open).isInstanceOf(OutboxException.class).hasMessage("outbox " + folder.resolve("outbox.db")
                    + " is in use by another process: stop that one, or set headwater.state.dir to another folder");
            assertThat(first.append(draft("a"))).isInstanceOf(Receipt.Kept.class);
        }
        open().close();
    }

    @Test
    void survivesATornHighWaterMark() throws Exception {
        try (Outbox outbox = open()) {
            outbox.append(draft("a"));
            outbox.append(draft("b"));
        }
        Path mark = folder.resolve("outbox.mark");
        byte[] bytes = Files.readAllBytes(mark);
        bytes[9] ^= 1; // in the first slot
        Files.write(mark, bytes);
        try (Outbox outbox = open()) {
            assertThat(outbox.state().missing()).isZero();
            assertThat(outbox.append(draft("c"))).isEqualTo(new Receipt.Kept(3, "c"));
        }
    }

    @Test
    void refusesAQuotaWithoutRoomToWork() {
        assertThatThrownBy(() -> Settings.in(folder).maxBytes(1000)).hasMessage("headwater.outbox.maxBytes is 1000, must be at least 8MiB");
        assertThatThrownBy(() -> Settings.in(folder).maxRecordBytes(0))
                .hasMessage("headwater.outbox.maxRecordBytes is 0, must be 1–134217728, an eighth of headwater.outbox.maxBytes");
    }
}
