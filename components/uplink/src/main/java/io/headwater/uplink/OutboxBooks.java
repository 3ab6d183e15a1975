package io.headwater.uplink;

import io.headwater.flow.Ledger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of every record since the outbox's file was made, over all starts and kills of the process: its figures are rows of the file,
 *  and change in the same commits as the records that they count.
 *  <p>Units: records, but for {@code given}.
 *
 *  @param lanes in the order of their names
 *  @param given sequences that were ever given to a record: counted by SQLite, not by the lanes
 *  @param missing records of which the disk has lost even the lane
 *  @param skipped sequences of which a salvage could not tell what became of them, or whether there was a record at all */
public record OutboxBooks(List<Book> lanes, long given, long missing, long skipped) {

    /** The book of one lane: {@code made = alreadyKept + full + tooLarge + stored}, and of these what {@link OutboxState.Lane} says.
     *
     *  @param replayed dead letters that were sent once more
     *  @param alreadyKept records whose id waited already
     *  @param full records for which there was no room
     *  @param tooLarge records that no broker takes
     *  @param counted rows that wait, and dead letters, as they were counted in the file; null where only the book was read */
    public record Book(OutboxState.Lane stored, long replayed, long alreadyKept, long full, long tooLarge, @Nullable Counted counted) {
        /** Records that routes have handed in. */
        public long made() {
            return stored.stored() + alreadyKept + full + tooLarge;
        }
    }

    /** Rows of the file. */
    public record Counted(long waiting, long dead) {}

    /** Which sums do not close; empty when all do. What lies in the file is held against the books only where it was counted. */
    public List<Ledger.Imbalance> imbalances() {
        List<Ledger.Imbalance> wrong = new ArrayList<>();
        long known = missing + skipped;
        for (Book book : lanes) {
            known += book.stored.stored() + book.replayed;
            Counted counted = book.counted;
            if (counted != null) {
                check(wrong, book, "stored = acknowledged + rejected + expired + thinned + oldest + purged + damaged + rows that wait",
                        book.stored.waiting() - counted.waiting);
                check(wrong, book, "dead letters are rejected records", Math.max(0, counted.dead - book.stored.rejected()));
            }
        }
        if (known != given) {
            wrong.add(new Ledger.Imbalance("outbox", "sequences given = stored + replayed + missing + skipped", given - known));
        }
        return wrong;
    }

    private static void check(List<Ledger.Imbalance> wrong, Book book, String rule, long difference) {
        if (difference != 0) {
            wrong.add(new Ledger.Imbalance("outbox/" + book.stored.name(), rule, difference));
        }
    }
}
