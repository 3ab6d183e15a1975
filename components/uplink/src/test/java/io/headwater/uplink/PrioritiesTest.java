package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Ledger;
import io.headwater.flow.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which records go first, and which wait too long. */
class PrioritiesTest extends OpenOutbox {
    private static LanePolicy policy(Priority priority, Duration ttl, OfferOrder order) {
        return new LanePolicy(priority, ttl, order, WhenFull.DROP_NEWEST);
    }

    private void keep(String lane, int first, int last) throws InterruptedException {
        List<Draft> drafts = new ArrayList<>();
        for (int n = first; n <= last; n++) {
            drafts.add(draft(lane, lane + n, ("payload " + n).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(outbox.append(drafts)).hasOnlyElementsOfType(Receipt.Kept.class);
    }

    @Test
    void alertsGoBeforeSummariesBeforePictures() throws Exception {
        outbox.announce("alerts", policy(Priority.HIGH, null, OfferOrder.OLDEST_FIRST));
        outbox.announce("pictures", policy(Priority.LOW, null, OfferOrder.OLDEST_FIRST));
        keep("pictures", 1, 3);
        keep("summaries", 1, 3);
        keep("alerts", 1, 2);
        Taker taker = Taker.of(outbox);
        assertThat(taker.take(8)).extracting(OutboxRecord::id)
                .containsExactly("alerts1", "alerts2", "summaries1", "summaries2", "summaries3", "pictures1", "pictures2", "pictures3");
    }

    @Test
    void anAlertOvertakesABacklog() throws Exception {
        outbox.announce("alerts", policy(Priority.HIGH, null, OfferOrder.OLDEST_FIRST));
        keep("summaries", 1, 500);
        Taker taker = Taker.of(outbox);
        taker.take(10).forEach(OutboxRecord::acknowledged);
        keep("alerts", 1, 1);
        assertThat(taker.take(1)).extracting(OutboxRecord::id).containsExactly("alerts1");
    }

    @Test
    void tellsTheNewestFirstWhereALaneIsSaidTo() throws Exception {
        outbox.announce("summaries", policy(Priority.NORMAL, null, OfferOrder.NEWEST_FIRST));
        keep("summaries", 1, 6);
        Taker taker = Taker.of(outbox);
        assertThat(taker.take(2)).extracting(OutboxRecord::id).containsExactly("summaries6", "summaries5");
        keep("summaries", 7, 8);
        List<OutboxRecord> more = taker.take(3);
        assertThat(more).extracting(OutboxRecord::id).containsExactly("summaries8", "summaries7", "summaries4");
        more.getFirst().rejected(new IllegalStateException("not now"));
        more.get(1).acknowledged();
        assertThat(taker.take(4)).extracting(OutboxRecord::id).containsExactlyInAnyOrder("summaries8", "summaries3", "summaries2", "summaries1");
    }

    @Test
    void keepsThePolicyOfALaneWhoseRouteIsGone() throws Exception {
        outbox.announce("summaries", policy(Priority.NORMAL, Duration.ofHours(1), OfferOrder.NEWEST_FIRST));
        keep("summaries", 1, 3);
        restart();
        assertThat(Taker.of(outbox).take(1)).extracting(OutboxRecord::id).containsExactly("summaries3");
        outbox.close();
        now.set(Records.NOON.plus(Duration.ofHours(2)));
        ledger = new Ledger();
        outbox = Outbox.open(settings(), ledger);
        keep("other", 1, 1);
        assertThat(outbox.state().expired()).isEqualTo(3);
    }

    @Test
    void letsGoWhatHasWaitedTooLongAndCountsIt() throws Exception {
        outbox.announce("pictures", policy(Priority.LOW, Duration.ofHours(12), OfferOrder.OLDEST_FIRST));
        keep("pictures", 1, 700);
        keep("summaries", 1, 1);
        now.set(Records.NOON.plus(Duration.ofHours(6)));
        keep("pictures", 701, 702);
        assertThat(outbox.state().expired()).as("not yet").isZero();
        now.set(Records.NOON.plus(Duration.ofHours(13)));
        keep("summaries", 2, 2);
        keep("summaries", 3, 3); // a second turn: they go some at a time
        assertThat(outbox.state().lanes().getFirst()).isEqualTo(new OutboxState.Lane("pictures", 702, 0, 0, 0, 0, 700, 0, 0, 2));
        assertThat(book("pictures").dropped()).containsEntry("expired", 700L);
        assertThat(Taker.of(outbox).take(5)).extracting(OutboxRecord::id).containsExactly("summaries1", "summaries2", "summaries3", "pictures701", "pictures702");
        assertThat(ledger.check()).isEmpty();
    }

    @Test
    void leavesWhatIsInFlightToTheBrokersAnswer() throws Exception {
        outbox.announce("summaries", policy(Priority.NORMAL, Duration.ofHours(1), OfferOrder.OLDEST_FIRST));
        keep("summaries", 1, 2);
        List<OutboxRecord> taken = Taker.of(outbox).take(1);
        now.set(Records.NOON.plus(Duration.ofHours(2)));
        keep("other", 1, 1);
        assertThat(outbox.state().expired()).as("the one that was not offered").isEqualTo(1);
        taken.getFirst().acknowledged();
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        assertThat(outbox.state().acknowledged()).isEqualTo(1);
    }

    @Test
    void aLaneThatNobodyTakesHoldsUpNoOther() throws Exception {
        restartWith(settings().retry(Duration.ofMinutes(1), Duration.ofMinutes(1)));
        outbox.announce("forbidden", policy(Priority.HIGH, null, OfferOrder.OLDEST_FIRST));
        keep("forbidden", 1, 2000);
        keep("summaries", 1, 50);
        Taker taker = Taker.of(outbox);
        taker.subscription().request(Long.MAX_VALUE);
        int summaries = 0;
        while (summaries < 50) {
            OutboxRecord record = taker.await(1).getFirst();
            if (record.lane().equals("forbidden")) {
                record.rejected(new IllegalStateException("not allowed now"));
            } else {
                summaries++;
                record.acknowledged();
            }
        }
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        assertThat(outbox.state().acknowledged()).isEqualTo(50);
    }

    @Test
    void triesALaneThatTheBrokerHasNotTakenWithFewRecords() throws Exception {
        restartWith(settings().untried(4));
        keep("summaries", 1, 20);
        Taker taker = Taker.of(outbox);
        taker.subscription().request(Long.MAX_VALUE);
        List<OutboxRecord> first = taker.await(4);
        keep("other", 1, 1);
        assertThat(taker.await(1)).extracting(OutboxRecord::id).as("nothing but the other lane").containsExactly("other1");
        first.getFirst().acknowledged();
        assertThat(taker.await(16)).as("now all the others").extracting(OutboxRecord::id).contains("summaries5", "summaries20");
    }

    private void restartWith(Settings settings) throws Exception {
        outbox.close();
        ledger = new Ledger();
        outbox = Outbox.open(settings, ledger);
    }
}
