package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Book;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;

/** What the broker will never take is set aside with its reason, counted, kept over restarts, and can be sent once more. */
class DeadLettersTest extends OpenOutbox {
    @Override
    Settings settings() {
        return Settings.in(folder).maxBytes(8L << 20);
    }

    private Book book() {
        return book("summaries");
    }

    private String text(String query) throws SQLException {
        try (Connection db = new SQLiteConfig().createConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement s = db.createStatement(); ResultSet r = s.executeQuery(query)) {
            return r.getString(1);
        }
    }

    /** Refuses the first for ever, acknowledges the others, and waits until all that is done. */
    private void refuseFirstOf(int records) throws InterruptedException {
        List<OutboxRecord> taken = Taker.of(outbox).take(records);
        taken.getFirst().undeliverable(new IllegalStateException("too large for the topic"));
        taken.subList(1, records).forEach(OutboxRecord::acknowledged);
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void setsAsideWhatTheBrokerWillNeverTakeAndLetsTheOthersPass() throws Exception {
        outbox.append(List.of(draft("a"), draft("b"), draft("c")));
        refuseFirstOf(3);
        OutboxState.Lane lane = outbox.state().lanes().getFirst();
        assertThat(lane).isEqualTo(new OutboxState.Lane("summaries", 3, 2, 0, 1, 0, 0, 0, 0, 0));
        assertThat(outbox.state().deadLetters()).isEqualTo(1);
        assertThat(outbox.state().rejected()).containsEntry("IllegalStateException", 1L);
        assertThat(book().failed()).containsExactly(java.util.Map.entry("rejected", 1L));
        assertThat(ledger.checkAtRest()).isEmpty();
        assertThat(text("SELECT id || ': ' || reason FROM dead")).isEqualTo("a: IllegalStateException: too large for the topic");
    }

    @Test
    void offersADeadLetterNeverAgainUnlessItIsReplayed() throws Exception {
        outbox.append(List.of(draft("a"), draft("b")));
        refuseFirstOf(2);
        restart();
        assertThat(outbox.state().deadLetters()).as("kept over the restart").isEqualTo(1);
        outbox.append(draft("c"));
        Taker taker = Taker.of(outbox);
        assertThat(taker.take(1)).extracting(OutboxRecord::id).containsExactly("c");

        assertThat(outbox.replay("other lane")).isZero();
        assertThat(outbox.replay("summaries")).isEqualTo(1);
        OutboxRecord again = taker.take(1).getFirst();
        assertThat(again.id()).isEqualTo("a");
        assertThat(again.payload()).asString().isEqualTo("payload of a");
        again.acknowledged();
        assertThat(outbox.replay(null)).as("none left").isZero();
    }

    @Test
    void keepsTheBookEvenThroughReplayAndRestart() throws Exception {
        outbox.append(List.of(draft("a"), draft("b")));
        refuseFirstOf(2);
        restart();
        assertThat(book().inFlight()).isZero();
        outbox.replay(null);
        assertThat(outbox.state().lanes()).containsExactly(new OutboxState.Lane("summaries", 2, 1, 0, 0, 0, 0, 0, 0, 1));
        assertThat(book()).returns(1L, Book::in).returns(1L, Book::inFlight);
        refuseFirstOf(1);
        assertThat(outbox.state().lanes()).containsExactly(new OutboxState.Lane("summaries", 2, 1, 0, 1, 0, 0, 0, 0, 0));
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void leavesRoomForNewRecordsHoweverManyAreRefused() throws Exception {
        int refused = 400;
        for (int i = 0; i < refused; i += 10) {
            List<Draft> ten = new ArrayList<>();
            for (int j = i; j < i + 10; j++) {
                ten.add(draft("summaries", "r" + j, new byte[20_000]));
            }
            assertThat(outbox.append(ten)).as("records %d–%d", i, i + 9).hasOnlyElementsOfType(Receipt.Kept.class);
            Taker taker = Taker.of(outbox);
            taker.take(10).forEach(r -> r.undeliverable(new IllegalStateException("never")));
            outbox.replay("none"); // a turn: the answers before it are on disk
            taker.subscription().cancel();
        }
        assertThat(outbox.state().deadLetters()).as("an eighth of 8 MiB").isBetween(45L, 53L);
        assertThat(outbox.state().rejectedForGood()).isEqualTo(refused);
        assertThat(text("SELECT max(id) FROM dead WHERE sequence = (SELECT max(sequence) FROM dead)")).as("the newest stay").isEqualTo("r399");
        assertThat(outbox.state().waiting()).isZero();
    }

    @Test
    void ignoresARefusalOfAFormerSubscriber() throws Exception {
        outbox.append(draft("a"));
        Taker first = Taker.of(outbox);
        OutboxRecord old = first.take(1).getFirst();
        first.subscription().cancel();
        Taker second = Taker.of(outbox);
        OutboxRecord now = second.take(1).getFirst();
        old.undeliverable(new IllegalStateException("late"));
        outbox.replay("none");
        assertThat(outbox.state().deadLetters()).isZero();
        now.acknowledged();
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        assertThat(outbox.state().acknowledged()).isEqualTo(1);
    }
}
