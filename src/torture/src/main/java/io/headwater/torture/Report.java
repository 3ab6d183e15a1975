package io.headwater.torture;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was found.
 *
 *  @param durations how often each harm was done, and how long it took
 *  @param starts of the box
 *  @param books by source
 *  @param told records that the outbox told as damaged or missing; without {@link Fault#FLIP_BYTES} there are none
 *  @param wrong what is not as promised beside what is missing: a ledger that does not close, while the box runs or over all restarts; where
 *      {@code headwater consume} counts otherwise; an exit code */
record Report(Durations durations, int starts, Map<String, Book> books, long told, List<String> wrong) {

    /** Of one source.
     *
     *  @param acknowledged inputs that were acknowledged to it
     *  @param missing of these, what is not in Kafka
     *  @param windowed whether it goes into windows: what of an open one lay in a damaged page is told in the log, by no number
     *  @param duplicates records beyond the first of their id
     *  @param changed records that hold other than was put in */
    record Book(int acknowledged, Set<String> missing, boolean windowed, int duplicates, int changed) {}

    boolean isFlipped() {
        return durations.counts().containsKey(Fault.FLIP_BYTES);
    }

    /** Acknowledged inputs that are missing, and have to be told. */
    int missing() {
        return books.values().stream().filter(book -> !isFlipped() || !book.windowed()).mapToInt(book -> book.missing().size()).sum();
    }

    /** Most records of one source that can come again: at each start what was with the broker, and what a source may have unacknowledged. */
    int mostDuplicates() {
        return starts * (8192 + 100);
    }

    boolean isAsPromised() {
        return wrong.isEmpty() && missing() <= told && (told == 0 || isFlipped()) && books.values().stream().allMatch(book ->
                book.acknowledged() > 0 && book.changed() == 0 && book.duplicates() <= mostDuplicates());
    }
}
