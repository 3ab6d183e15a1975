package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Book;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutboxTest extends OpenOutbox {
    private Book book() {
        return book("summaries");
    }

    @Test
    void keepsRecordsInTheirOrderUnderRisingSequences() throws Exception {
        assertThat(outbox.append(draft("a"))).isEqualTo(new Receipt.Kept(1, "a"));
        assertThat(outbox.append(draft("b"))).isEqualTo(new Receipt.Kept(2, "b"));
        List<OutboxRecord> taken = Taker.of(outbox).take(2);
        assertThat(taken).extracting(OutboxRecord::id).containsExactly("a", "b");
        assertThat(taken.getFirst().payload()).asString().isEqualTo("payload of a");
    }

    @Test
    void describesRecordsAsCloudEvents() throws Exception {
        outbox.append(draft("a"));
        OutboxRecord record = Taker.of(outbox).take(1).getFirst();
        assertThat(record.headers()).containsExactly(
                Map.entry("ce_specversion", "1.0"),
                Map.entry("ce_id", "a"),
                Map.entry("ce_source", "headwater/box/crossing/up"),
                Map.entry("ce_type", "io.headwater.text.v1"),
                Map.entry("ce_time", "2026-01-31T12:00:00Z"),
                Map.entry("ce_subject", "cam"),
                Map.entry("content-type", "text/plain"));
        assertThat(record.key()).isEqualTo("box");
        assertThat(record.topic()).isEqualTo("summaries");
    }

    @Test
    void numbersRecordsThatHaveNoIdentity() throws Exception {
        Receipt.Kept first = (Receipt.Kept) outbox.append(draft("summaries", null, new byte[] {1}));
        Receipt.Kept second = (Receipt.Kept) outbox.append(draft("summaries", null, new byte[] {1}));
        assertThat(first.id()).matches("box/crossing/up/[0-9a-f]{12}-1");
        assertThat(second.id()).matches("box/crossing/up/[0-9a-f]{12}-2");
    }

    @Test
    void storesTheSameIdOnce() throws Exception {
        outbox.append(draft("a"));
        assertThat(outbox.append(draft("a"))).isEqualTo(new Receipt.AlreadyKept("a"));
        assertThat(outbox.append(List.of(draft("b"), draft("b")))).containsExactly(new Receipt.Kept(2, "b"), new Receipt.AlreadyKept("b"));
        assertThat(outbox.append(draft("alerts", "a", new byte[0]))).isInstanceOf(Receipt.Kept.class);
        assertThat(outbox.state().duplicates()).isEqualTo(2);
        assertThat(outbox.state().waiting()).isEqualTo(3);
        assertThat(book().heldBack()).containsEntry("already kept", 2L);
    }

    /** Rows go in sixteen at a time: what one of them is refused for must not touch the others, nor leave a gap. */
    @Test
    void keepsTheOthersOfAListInWhichSomeAreKeptAlready() throws Exception {
        outbox.append(draft("r5"));
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            drafts.add(draft("r" + i % 38));
        }
        List<Receipt> receipts = outbox.append(drafts);
        assertThat(receipts.get(5)).isEqualTo(new Receipt.AlreadyKept("r5"));
        assertThat(receipts.subList(38, 40)).containsExactly(new Receipt.AlreadyKept("r0"), new Receipt.AlreadyKept("r1"));
        assertThat(receipts.stream().filter(Receipt.Kept.class::isInstance).map(r -> ((Receipt.Kept) r).sequence()).toList()).isEqualTo(LongStream.rangeClosed(2, 38).boxed().toList());
        restart();
        assertThat(outbox.append(draft("last"))).isEqualTo(new Receipt.Kept(39, "last"));
        assertThat(Taker.of(outbox).take(39)).extracting(OutboxRecord::id).startsWith("r5", "r0", "r1").endsWith("r37", "last").doesNotHaveDuplicates();
    }

    @Test
    void offersWhatIsRememberedAndWhatIsOnDiskAloneInOneOrder() throws Exception {
        Taker taker = Taker.of(outbox);
        byte[] large = new byte[100_000];
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) { // 20 MB: more than is remembered
            outbox.append(draft(i % 2 == 0 ? "even" : "odd", "r" + i, large));
            ids.add("r" + i);
        }
        assertThat(outbox.purge(Shelf.WAITING, "odd")).isEqualTo(100);
        outbox.append(draft("odd", "after", large));
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            OutboxRecord record = taker.take(1).getFirst();
            taken.add(record.id());
            record.acknowledged();
        }
        assertThat(taken).filteredOn(id -> !id.equals("after")).isEqualTo(ids.stream().filter(id -> Integer.parseInt(id.substring(1)) % 2 == 0).toList());
        assertThat(taken).contains("after");
    }

    @Test
    void commitsManyCallersTogether() throws Exception {
        int callers = 64;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Receipt>> calls = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                String id = "r" + i;
                calls.add(() -> outbox.append(draft(id)));
            }
            for (Future<Receipt> done : pool.invokeAll(calls)) {
                assertThat(done.get()).isInstanceOf(Receipt.Kept.class);
            }
        }
        assertThat(outbox.state().stored()).isEqualTo(1000);
        assertThat(outbox.state().commits()).as("%d callers at once share commits", callers).isLessThan(500);
    }

    @Test
    void forgetsARecordOnlyOnItsAcknowledgement() throws Exception {
        outbox.append(List.of(draft("a"), draft("b"), draft("c")));
        List<OutboxRecord> taken = Taker.of(outbox).take(3);
        taken.get(0).acknowledged();
        taken.get(2).acknowledged();
        restart();
        assertThat(outbox.state().acknowledged()).isEqualTo(2);
        Taker again = Taker.of(outbox);
        assertThat(again.take(1)).extracting(OutboxRecord::id).containsExactly("b");
        assertThat(outbox.state().waiting()).isEqualTo(1);
    }

    @Test
    void offersEverythingUnacknowledgedAgainAfterARestart() throws Exception {
        outbox.append(List.of(draft("a"), draft("b")));
        Taker.of(outbox).take(2);
        restart();
        List<OutboxRecord> again = Taker.of(outbox).take(2);
        assertThat(again).extracting(OutboxRecord::id).containsExactly("a", "b");
        assertThat(again).extracting(OutboxRecord::sequence).containsExactly(1L, 2L);
        assertThat(book().inFlight()).as("what waits from before is in flight again").isEqualTo(2);
    }

    @Test
    void neverGivesASequenceTwice() throws Exception {
        outbox.append(draft("a"));
        Taker.of(outbox).take(1).getFirst().acknowledged();
        restart();
        assertThat(outbox.append(draft("a"))).isEqualTo(new Receipt.Kept(2, "a"));
    }

    @Test
    void offersRejectedRecordsAgainAndLetsOthersPass() throws Exception {
        outbox.append(List.of(draft("a"), draft("b"), draft("c")));
        Taker taker = Taker.of(outbox);
        List<OutboxRecord> first = taker.take(2);
        first.get(0).rejected(new IllegalStateException("not the leader"));
        first.get(1).acknowledged();
        assertThat(taker.take(2)).extracting(OutboxRecord::id).containsExactlyInAnyOrder("a", "c");
        assertThat(outbox.state().rejected()).containsEntry("IllegalStateException", 1L);
        assertThat(outbox.state().waiting()).isEqualTo(2);
    }

    @Test
    void takesOnlyTheFirstAnswer() throws Exception {
        outbox.append(draft("a"));
        Taker taker = Taker.of(outbox);
        OutboxRecord record = taker.take(1).getFirst();
        record.acknowledged();
        record.rejected(new IllegalStateException());
        record.acknowledged();
        restart();
        assertThat(outbox.state().lanes()).containsExactly(Records.lane("summaries", 1, 1, 0, 0));
        assertThat(outbox.state().rejected()).isEmpty();
    }

    @Test
    void tellsAgeOfTheOldestRecord() throws Exception {
        assertThat(outbox.state().oldestWaiting()).isNull();
        outbox.append(draft("a"));
        now.set(Records.NOON.plusSeconds(90));
        outbox.append(draft("b"));
        assertThat(outbox.state().oldestWaiting()).isEqualTo(Duration.ofSeconds(90));
        restart();
        assertThat(outbox.state().oldestWaiting()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void keepsTheLedgerEven() throws Exception {
        outbox.append(List.of(draft("a"), draft("b"), draft("a")));
        Taker taker = Taker.of(outbox);
        taker.take(2).forEach(OutboxRecord::acknowledged);
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        assertThat(ledger.checkAtRest()).isEmpty();
        assertThat(book()).returns(3L, Book::in).returns(2L, Book::passed).returns(0L, Book::inFlight);
    }

    @Test
    void countsWhatStaysOnDiskAsAbsorbedOnceClosed() throws Exception {
        outbox.append(List.of(draft("a"), draft("b")));
        assertThat(book().inFlight()).isEqualTo(2);
        outbox.close();
        assertThat(ledger.checkAtRest()).isEmpty();
        assertThat(book().absorbed()).isEqualTo(2);
    }

    @Test
    void offersNothingAfterStopOffering() throws Exception {
        outbox.append(draft("a"));
        Taker taker = Taker.of(outbox);
        taker.take(1).getFirst().acknowledged();
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        taker.subscription().request(5);
        assertThat(outbox.append(draft("b"))).isInstanceOf(Receipt.Kept.class);
        assertThat(outbox.append(draft("c"))).isInstanceOf(Receipt.Kept.class); // a second turn: the first is over
        assertThat(taker.received).isEmpty();
        assertThat(outbox.state().inFlight()).isZero();
    }

    @Test
    void refusesRecordsThatNoBrokerTakes() throws Exception {
        assertThat(outbox.append(draft("summaries", "a", new byte[1_000_001]))).isEqualTo(new Receipt.Refused("too large"));
        assertThat(outbox.append(draft("summaries", "b", new byte[1_000_000]))).isInstanceOf(Receipt.Kept.class);
        assertThat(outbox.state().refused()).containsEntry("too large", 1L);
        assertThat(book().dropped()).containsEntry("too large", 1L);
    }

    @Test
    void takesNothingOnceClosed() throws Exception {
        outbox.close();
        assertThatThrownBy(() -> outbox.append(draft("a"))).isInstanceOf(OutboxException.class).hasMessageEndingWith("outbox.db is closed");
    }
}
