package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Ledger;
import io.headwater.flow.Priority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;

/** The books of an outbox tell of every record since its file was made, over all restarts, and are right where the process is dead. */
class OutboxBooksTest extends OpenOutbox {
    @Override
    Settings settings() {
        return super.settings().maxRecordBytes(1000);
    }

    private OutboxBooks onDisk() {
        return onDisk(folder);
    }

    private static OutboxBooks onDisk(Path state) {
        try (OutboxReader reader = OutboxReader.open(state)) {
            return reader.books();
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection db = new SQLiteConfig().createConnection("jdbc:sqlite:" + folder.resolve("outbox.db")); Statement s = db.createStatement()) {
            s.execute(sql);
        }
    }

    /** One of each fate: acknowledged, rejected, replayed, purged, expired, kept already, too large, and one that waits. */
    private void live() throws Exception {
        outbox.announce("short", new LanePolicy(Priority.NORMAL, Duration.ofHours(1), OfferOrder.OLDEST_FIRST, WhenFull.DROP_NEWEST, false));
        outbox.append(List.of(draft("a"), draft("b"), draft("c"), draft("a"), draft("summaries", "large", new byte[1001])));
        List<OutboxRecord> taken = Taker.of(outbox).take(3);
        taken.get(0).acknowledged();
        taken.get(1).undeliverable(new IllegalStateException("never"));
        taken.get(2).undeliverable(new IllegalStateException("never"));
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        assertThat(outbox.purge(Shelf.DEAD, "none")).isZero();
        restart();
        assertThat(outbox.replay(null)).as("both wait again").isEqualTo(2);
        assertThat(outbox.purge(Shelf.WAITING, "summaries")).isEqualTo(2);
        restart();
        outbox.append(draft("short", "old", "x".getBytes(StandardCharsets.UTF_8)));
        now.set(now.get().plus(Duration.ofHours(2)));
        outbox.append(draft("d"));
    }

    @Test
    void tellsOfEveryRecordOverAllRestarts() throws Exception {
        live();
        restart();
        OutboxBooks books = outbox.books();
        assertThat(books.lanes()).containsExactly(
                new OutboxBooks.Book(new OutboxState.Lane("short", 1, 0, 0, 0, 0, 1, 0, 0, 0), 0, 0, 0, 0, null),
                new OutboxBooks.Book(new OutboxState.Lane("summaries", 4, 1, 0, 0, 2, 0, 0, 0, 1), 2, 1, 0, 1, null));
        assertThat(books.lanes().get(1).made()).as("handed in").isEqualTo(6);
        assertThat(books).returns(7L, OutboxBooks::given).returns(0L, OutboxBooks::missing).returns(0L, OutboxBooks::skipped);
        assertThat(books.imbalances()).isEmpty();
    }

    @Test
    void isReadWhereTheProcessIsDead() throws Exception {
        live();
        OutboxBooks living = outbox.books();
        outbox.close();
        OutboxBooks dead = onDisk();
        assertThat(dead.imbalances()).isEmpty();
        assertThat(dead.lanes()).extracting(OutboxBooks.Book::stored).isEqualTo(living.lanes().stream().map(OutboxBooks.Book::stored).toList());
        assertThat(dead.lanes().get(1).counted()).as("counted in the file").isEqualTo(new OutboxBooks.Counted(1, 0));
        assertThat(dead.given()).isEqualTo(living.given());
    }

    @Test
    void countsWhatIsNotStoredAlsoWhenTheOutboxIsClosedAtOnce() throws Exception {
        outbox.append(draft("summaries", "large", new byte[1001]));
        outbox.close();
        assertThat(onDisk().lanes()).singleElement().satisfies(book -> {
            assertThat(book.tooLarge()).isEqualTo(1);
            assertThat(book.made()).isEqualTo(1);
        });
    }

    @Test
    void tellsRowsThatTheirBookDoesNotKnow() throws Exception {
        live();
        outbox.close();
        change("UPDATE lane SET acknowledged = acknowledged - 1 WHERE name = 'summaries'");
        assertThat(onDisk().imbalances()).containsExactly(new Ledger.Imbalance("outbox/summaries",
                "stored = acknowledged + rejected + expired + thinned + oldest + purged + damaged + rows that wait", 1));
    }

    @Test
    void tellsRecordsThatNoBookKnows() throws Exception {
        live();
        outbox.close();
        change("UPDATE lane SET stored = stored - 1, acknowledged = acknowledged - 1 WHERE name = 'summaries'");
        assertThat(onDisk().imbalances()).containsExactly(new Ledger.Imbalance("outbox", "sequences given = stored + replayed + missing + skipped", 1));
        open();
        assertThat(outbox.books().imbalances()).as("where the process lives too").hasSize(1);
    }

    @Test
    void takesOverAFileWhoseReplaysNobodyCounted() throws Exception {
        live();
        outbox.close();
        for (String column : List.of("replayed", "already_kept", "refused_full", "refused_large", "offered_to")) {
            change("ALTER TABLE lane DROP COLUMN " + column);
        }
        change("ALTER TABLE outbox DROP COLUMN skipped");
        change("PRAGMA user_version = 5");
        open();
        assertThat(outbox.books()).returns(2L, OutboxBooks::skipped).returns(List.of(), OutboxBooks::imbalances);
    }
}
