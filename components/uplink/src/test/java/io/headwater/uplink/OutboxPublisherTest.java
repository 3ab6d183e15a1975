package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of Reactive Streams that matter here. */
class OutboxPublisherTest {
    @TempDir
    Path folder;
    private Outbox outbox;

    @BeforeEach
    void open() {
        outbox = Outbox.open(Settings.in(folder).maxInFlight(700), new Ledger());
    }

    @AfterEach
    void close() throws Exception {
        outbox.close();
    }

    private void fill(int n) throws InterruptedException {
        outbox.append(IntStream.range(0, n).mapToObj(i -> draft("r" + i)).toList());
    }

    @Test
    void givesThreeWhenThreeAreRequested() throws Exception {
        fill(10);
        Taker taker = Taker.of(outbox);
        taker.take(3);
        fill(11); // one more; its commit would have carried a fourth
        assertThat(taker.received).isEmpty();
        assertThat(outbox.state().inFlight()).isEqualTo(3);
        assertThat(taker.take(2)).extracting(OutboxRecord::id).containsExactly("r3", "r4");
    }

    @Test
    void givesNothingWithoutDemand() throws Exception {
        fill(3);
        Taker taker = Taker.of(outbox);
        taker.subscription();
        fill(4);
        assertThat(outbox.state().inFlight()).isZero();
        assertThat(taker.received).isEmpty();
    }

    @Test
    void wakesWhenARecordComes() throws Exception {
        Taker taker = Taker.of(outbox);
        taker.subscription().request(Long.MAX_VALUE);
        fill(1);
        assertThat(taker.await(1)).extracting(OutboxRecord::id).containsExactly("r0");
    }

    @Test
    void keepsOrderOverManyPages() throws Exception {
        fill(5000);
        Taker taker = Taker.of(outbox);
        taker.subscription().request(Long.MAX_VALUE);
        List<String> ids = new ArrayList<>();
        while (ids.size() < 5000) {
            for (OutboxRecord record : taker.await(1)) {
                ids.add(record.id());
                record.acknowledged();
            }
        }
        assertThat(ids).containsExactlyElementsOf(IntStream.range(0, 5000).mapToObj(i -> "r" + i).toList());
        assertThat(outbox.stopOffering(java.time.Duration.ofSeconds(20))).isTrue();
        assertThat(outbox.state().waiting()).isZero();
    }

    @Test
    void boundsWhatIsInFlightWhateverTheDemand() throws Exception {
        fill(2000);
        Taker taker = Taker.of(outbox);
        taker.subscription().request(Long.MAX_VALUE);
        List<OutboxRecord> taken = taker.await(700);
        fill(2001);
        assertThat(outbox.state().inFlight()).isEqualTo(700);
        assertThat(taker.received).isEmpty();
        taken.getFirst().acknowledged();
        assertThat(taker.await(1)).extracting(OutboxRecord::id).containsExactly("r700");
    }

    @Test
    void refusesASecondSubscriberBesideTheFirst() throws Exception {
        Taker first = Taker.of(outbox);
        Taker second = Taker.of(outbox);
        assertThat(second.error.get(20, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class)
                .hasMessage("the outbox has a subscriber: cancel that one first");
        fill(1);
        assertThat(first.take(1)).hasSize(1);
    }

    @Test
    void beginsAnewForTheNextSubscriber() throws Exception {
        fill(3);
        Taker first = Taker.of(outbox);
        List<OutboxRecord> taken = first.take(3);
        taken.get(1).acknowledged();
        first.subscription().cancel();
        Taker second = Taker.of(outbox);
        assertThat(second.take(2)).extracting(OutboxRecord::id).containsExactly("r0", "r2");
        assertThat(first.received).isEmpty();
    }

    @Test
    void heedsALateAcknowledgementOfAFormerSubscription() throws Exception {
        fill(2);
        Taker first = Taker.of(outbox);
        List<OutboxRecord> early = first.take(2);
        first.subscription().cancel();
        Taker second = Taker.of(outbox);
        List<OutboxRecord> late = second.take(2);
        early.get(0).acknowledged();
        early.get(1).rejected(new IllegalStateException("of no consequence now"));
        late.forEach(OutboxRecord::acknowledged);
        assertThat(outbox.stopOffering(java.time.Duration.ofSeconds(20))).isTrue();
        assertThat(outbox.state().lanes()).containsExactly(Records.lane("summaries", 2, 2, 0, 0));
        assertThat(outbox.state().rejected()).isEmpty();
    }

    @Test
    void refusesARequestBelowOne() throws Exception {
        Taker taker = Taker.of(outbox);
        taker.subscription().request(0);
        assertThat(taker.error.get(20, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("§3.9: 0 records were requested, must be at least 1");
        assertThat(Taker.of(outbox).subscription()).isNotNull();
    }

    @Test
    void refusesNoSubscriber() {
        assertThatThrownBy(() -> outbox.publisher().subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void goesOnAfterASubscriberThatThrows() throws Exception {
        fill(1);
        CountDownLatch thrown = new CountDownLatch(1);
        outbox.publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                s.request(1);
            }

            @Override
            public void onNext(OutboxRecord record) {
                thrown.countDown();
                throw new IllegalStateException("broken subscriber");
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onComplete() {}
        });
        assertThat(thrown.await(20, TimeUnit.SECONDS)).isTrue();
        Taker next = Taker.of(outbox);
        while (next.subscription().getClass().getSimpleName().equals("Never")) {
            next = Taker.of(outbox); // the first may still be on its way out
        }
        assertThat(next.take(1)).extracting(OutboxRecord::id).containsExactly("r0");
    }

    @Test
    void completesItsSubscriberOnClose() throws Exception {
        Taker taker = Taker.of(outbox);
        taker.subscription();
        outbox.close();
        assertThat(taker.completed.await(20, TimeUnit.SECONDS)).isTrue();
        Taker late = Taker.of(outbox);
        assertThat(late.error.get(20, TimeUnit.SECONDS)).hasMessage("the outbox is closed");
    }

    @Test
    void holdsUpNobodyWhileASubscriberIsSlow() throws Exception {
        fill(1);
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Taker slow = new Taker();
        outbox.publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                s.request(10);
            }

            @Override
            public void onNext(OutboxRecord record) {
                in.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                slow.onNext(record);
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onComplete() {}
        });
        assertThat(in.await(20, TimeUnit.SECONDS)).isTrue();
        fill(5);
        assertThat(outbox.state().stored()).isEqualTo(5);
        go.countDown();
        slow.await(5);
    }
}
