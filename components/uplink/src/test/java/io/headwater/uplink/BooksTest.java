package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;

class BooksTest {
    private static String written(Books books) throws SQLException {
        try (Connection db = new SQLiteConfig().createConnection("jdbc:sqlite::memory:"); Statement s = db.createStatement()) {
            db.setAutoCommit(false);
            Schema.migrate(db);
            books.write(db);
            try (ResultSet r = s.executeQuery("SELECT stored, acknowledged, damaged FROM lane")) {
                return r.getLong(1) + " stored, " + r.getLong(2) + " acknowledged, " + r.getLong(3) + " damaged";
            }
        }
    }

    /** A log that has lost its end knows of fewer deletions than a book that lies before it. */
    @Test
    void keepsToldWhatWasLostWhenRowsAreThereAgainThatWereAcknowledged() throws Exception {
        Books books = new Books(Map.of());
        books.take(List.of("summaries", 10L, 5L, 2L, 0L, 0L, 0L, 0L, 0L)); // 3 wait
        Books.Balance balance = books.balance(Map.of("summaries", 4L), Map.of(), Map.of(), 10, 0);
        assertThat(written(books)).isEqualTo("10 stored, 4 acknowledged, 2 damaged");
        assertThat(balance.damaged()).isEmpty();
    }

    @Test
    void tellsRowsThatAreNotThereAsDamaged() throws Exception {
        Books books = new Books(Map.of());
        books.take(List.of("summaries", 10L, 5L, 2L, 0L, 0L, 0L, 0L, 0L));
        assertThat(books.balance(Map.of("summaries", 1L), Map.of(), Map.of(), 10, 0).damaged()).isEqualTo(Map.of("summaries", 2L));
        assertThat(written(books)).isEqualTo("10 stored, 5 acknowledged, 4 damaged");
    }

    @Test
    void tellsARowThatIsBrokenThoughOthersAreThereAgain() throws Exception {
        Books books = new Books(Map.of());
        books.take(List.of("summaries", 10L, 5L, 2L, 0L, 0L, 0L, 0L, 0L)); // 3 wait: 2 are whole, 1 is broken, 1 that was acknowledged is there again
        Books.Balance balance = books.balance(Map.of("summaries", 3L), Map.of(), Map.of("summaries", 1L), 10, 0);
        assertThat(balance.damaged()).isEqualTo(Map.of("summaries", 1L));
        assertThat(written(books)).isEqualTo("10 stored, 4 acknowledged, 3 damaged");
    }
}
