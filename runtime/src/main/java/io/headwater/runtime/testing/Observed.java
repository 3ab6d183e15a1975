package io.headwater.runtime.testing;

import io.headwater.flow.Book;
import io.headwater.flow.Detection;
import io.headwater.flow.Ledger;
import io.headwater.uplink.OutboxRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of everything in one run of a test.
 *
 *  @param inFlight where items were when the time was up, in words; empty when the run came to its end
 *  @param imbalances what does not add up
 *  @param records what left, in the order in which it was kept
 *  @param waited how many records waited at most when the broker came back
 *  @param boxes what was found in the frames that the test asks for, by their sequence numbers
 *  @param words what the first failure of each kind said, by the name of its class
 *  @param steps which steps there were, and how many items came in */
record Observed(Optional<String> inFlight, List<Book> books, List<Ledger.Imbalance> imbalances, List<OutboxRecord> records, long waited,
        Map<Long, List<Detection>> boxes, Map<String, String> words, List<Coverage.Step> steps) {

    Optional<Book> book(String name) {
        return books.stream().filter(b -> name.equals(b.route() + "/" + b.step())).findFirst();
    }
}
