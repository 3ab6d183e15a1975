package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Priority;
import io.headwater.uplink.ExactlyOnce.Batch;
import io.headwater.uplink.ExactlyOnce.Refused;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest extends OpenOutbox {
    private static final LanePolicy ONCE = new LanePolicy(Priority.NORMAL, null, OfferOrder.OLDEST_FIRST, WhenFull.DROP_NEWEST, true);

    private void keep(int from, int to) throws InterruptedException {
        outbox.announce("summaries", ONCE);
        outbox.append(IntStream.range(from, to).mapToObj(i -> Records.draft("r" + i)).toList());
    }

    private Batch next(long committed, int most, Refused... refused) throws InterruptedException {
        return outbox.exactlyOnce().next("summaries", committed, List.of(refused), most);
    }

    private static List<String> ids(Batch batch) {
        return batch.records().stream().map(OutboxRecord::id).toList();
    }

    @Test
    void handsOutTheNextBatchWhenKafkaHasTheLast() throws Exception {
        keep(0, 5);
        Batch first = next(0, 2);
        assertThat(first.number()).isEqualTo(1);
        assertThat(ids(first)).containsExactly("r0", "r1");
        Batch second = next(1, 2);
        assertThat(second.number()).isEqualTo(2);
        assertThat(ids(second)).containsExactly("r2", "r3");
        assertThat(ids(next(2, 2))).containsExactly("r4");
        assertThat(next(3, 2)).isNull();
        assertThat(outbox.state()).returns(5L, OutboxState::acknowledged).returns(0L, OutboxState::waiting);
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void takesOutAfterARestartWhatKafkaHas() throws Exception {
        keep(0, 5);
        next(0, 2);
        restart();
        assertThat(outbox.exactlyOnce().lanes()).as("known without its route").containsExactly("summaries");
        Batch next = next(1, 10);
        assertThat(next.number()).isEqualTo(2);
        assertThat(ids(next)).containsExactly("r2", "r3", "r4");
        assertThat(outbox.state().acknowledged()).isEqualTo(2);
    }

    @Test
    void givesAnotherNumberToWhatKafkaHasNot() throws Exception {
        keep(0, 3);
        next(0, 2);
        restart();
        Batch again = next(0, 10);
        assertThat(again.number()).as("the first number may be no other batch's").isEqualTo(2);
        assertThat(ids(again)).containsExactly("r0", "r1", "r2");
        assertThat(outbox.state().acknowledged()).isZero();
    }

    @Test
    void usesNoNumberTwiceAfterAnOlderCopyWasBroughtBack() throws Exception {
        keep(0, 1);
        assertThat(next(500, 1).number()).isEqualTo(501);
    }

    @Test
    void isGivenByTheOrdinaryWayNeverAndOtherLanesAre() throws Exception {
        keep(0, 3);
        outbox.append(Records.draft("alerts", "a", new byte[1]));
        Taker taker = Taker.of(outbox);
        List<OutboxRecord> all = taker.take(1);
        assertThat(all).extracting(OutboxRecord::lane).containsExactly("alerts");
        all.getFirst().acknowledged();
        outbox.append(Records.draft("alerts", "b", new byte[1]));
        assertThat(taker.take(1)).extracting(OutboxRecord::id).containsExactly("b");
        assertThat(ids(next(0, 10))).hasSize(3);
    }

    @Test
    void buriesWhatKafkaNeverTakesAndSendsTheOthers() throws Exception {
        keep(0, 3);
        Batch first = next(0, 10);
        Batch second = next(0, 10, new Refused(first.records().get(1), new IllegalStateException("too large")));
        assertThat(ids(second)).containsExactly("r0", "r2");
        assertThat(outbox.state()).returns(1L, OutboxState::deadLetters).returns(1L, OutboxState::rejectedForGood);
        assertThat(outbox.replay(null)).isEqualTo(1);
        assertThat(ids(next(second.number(), 10))).containsExactly("r1");
    }

    @Test
    void buriesNothingOfABatchThatKafkaHas() throws Exception {
        keep(0, 2);
        Batch first = next(0, 10);
        assertThat(next(first.number(), 10, new Refused(first.records().getFirst(), new IllegalStateException()))).isNull();
        assertThat(outbox.state()).returns(0L, OutboxState::deadLetters).returns(2L, OutboxState::acknowledged);
    }

    @Test
    void leavesAloneWhatKafkaMayHave() throws Exception {
        outbox.announce("summaries", new LanePolicy(Priority.NORMAL, Duration.ofHours(1), OfferOrder.OLDEST_FIRST, WhenFull.DROP_OLDEST, true));
        outbox.append(IntStream.range(0, 4).mapToObj(i -> Records.draft("r" + i)).toList());
        next(0, 2);
        now.set(Records.NOON.plus(Duration.ofHours(2)));
        assertThat(outbox.purge(Shelf.WAITING, "summaries")).as("expired, or in the batch").isZero();
        assertThat(outbox.state().waiting()).isEqualTo(2);
        next(1, 2);
        assertThat(outbox.state()).returns(2L, OutboxState::acknowledged).returns(0L, OutboxState::waiting);
    }

    @Test
    void tellsTheNewestFirstWhereTheLaneSaysSo() throws Exception {
        outbox.announce("summaries", new LanePolicy(Priority.NORMAL, null, OfferOrder.NEWEST_FIRST, WhenFull.DROP_NEWEST, true));
        outbox.append(IntStream.range(0, 4).mapToObj(i -> Records.draft("r" + i)).toList());
        assertThat(ids(next(0, 2))).containsExactly("r3", "r2");
        assertThat(ids(next(1, 2))).containsExactly("r1", "r0");
    }

    @Test
    void goesBackToTheOrdinaryWayWithAllItsRecords() throws Exception {
        keep(0, 3);
        next(0, 2);
        outbox.announce("summaries", LanePolicy.DEFAULT);
        List<OutboxRecord> all = Taker.of(outbox).take(3);
        all.forEach(OutboxRecord::acknowledged);
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        assertThat(outbox.state().waiting()).isZero();
        restart();
        outbox.announce("summaries", ONCE);
        assertThat(next(0, 2)).isNull();
    }

    @Test
    void takesNothingIntoABatchWhoseAnswerIsOnItsWay() throws Exception {
        outbox.append(IntStream.range(0, 3).mapToObj(i -> Records.draft("r" + i)).toList());
        Taker taker = Taker.of(outbox);
        List<OutboxRecord> offered = taker.take(2);
        outbox.announce("summaries", ONCE);
        assertThat(ids(next(0, 10))).containsExactly("r2");
        offered.get(0).acknowledged();
        offered.get(1).rejected(new IllegalStateException("not now"));
        assertThat(ids(next(1, 10))).as("it does not come again by the ordinary way").containsExactly("r1");
        assertThat(next(2, 10)).isNull();
        assertThat(outbox.state()).returns(3L, OutboxState::acknowledged).returns(0L, OutboxState::waiting);
    }

    @Test
    void wakesWhoeverWaitsForRecords() throws Exception {
        outbox.announce("summaries", ONCE);
        long mark = outbox.exactlyOnce().arrivals();
        assertThat(next(0, 2)).isNull();
        assertThat(outbox.exactlyOnce().arrivals()).as("a look is no arrival").isEqualTo(mark);
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                outbox.exactlyOnce().await(mark, Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        keep(0, 1);
        assertThat(waiting.join(Duration.ofSeconds(30))).isTrue();
    }
}
