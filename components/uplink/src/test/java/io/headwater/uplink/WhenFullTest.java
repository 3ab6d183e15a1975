package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Priority;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What each lane does when the quota is reached. */
class WhenFullTest extends OpenOutbox {
    private static final long QUOTA = 8L << 20;

    private final SplittableRandom random = new SplittableRandom(5);

    @Override
    Settings settings() {
        return Settings.in(folder).maxBytes(QUOTA);
    }

    private void lane(String name, Priority priority, WhenFull whenFull) {
        outbox.announce(name, new LanePolicy(priority, null, OfferOrder.OLDEST_FIRST, whenFull));
    }

    private Draft large(String lane, int n) {
        byte[] payload = new byte[20_000];
        random.nextBytes(payload);
        return draft(lane, lane + n, payload);
    }

    /** Until one is refused; how many were kept. */
    private int fill(String lane) throws InterruptedException {
        int n = 0;
        while (outbox.append(large(lane, n)) instanceof Receipt.Kept) {
            n++;
        }
        return n;
    }

    private OutboxState.Lane state(String lane) {
        return outbox.state().lanes().stream().filter(l -> l.name().equals(lane)).findFirst().orElseThrow();
    }

    /** Hands a record in from another thread, and waits until the writer holds it. */
    private CompletableFuture<Receipt> handIn(Draft draft) throws Exception {
        CompletableFuture<Receipt> receipt = CompletableFuture.supplyAsync(() -> {
            try {
                return outbox.append(draft);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (outbox.held() == 0 && !receipt.isDone()) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
        return receipt;
    }

    @Test
    void blockWaitsUntilThereIsRoomAndLosesNothing() throws Exception {
        int kept = fill("summaries");
        lane("alerts", Priority.HIGH, WhenFull.BLOCK);
        CompletableFuture<Receipt> waits = handIn(large("alerts", 0));
        assertThat(waits).isNotDone();
        assertThat(outbox.append(large("summaries", kept))).as("others are answered meanwhile").isEqualTo(new Receipt.Refused("outbox full"));
        assertThat(waits).isNotDone();
        Taker.of(outbox).take(20).forEach(OutboxRecord::acknowledged);
        assertThat(waits.get(20, TimeUnit.SECONDS)).isInstanceOf(Receipt.Kept.class);
        assertThat(state("alerts").waiting()).isEqualTo(1);
        assertThat(outbox.held()).isZero();
        assertThat(ledger.check()).isEmpty();
    }

    @Test
    void whoWaitsIsToldWhenTheOutboxIsClosed() throws Exception {
        fill("summaries");
        lane("alerts", Priority.HIGH, WhenFull.BLOCK);
        CompletableFuture<Receipt> waits = handIn(large("alerts", 0));
        outbox.close();
        assertThatThrownBy(() -> waits.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).cause().isInstanceOf(OutboxException.class)
                .hasMessageEndingWith("is closed");
    }

    @Test
    void dropOldestKeepsTheNewest() throws Exception {
        lane("pictures", Priority.NORMAL, WhenFull.DROP_OLDEST);
        for (int n = 0; n < 1000; n++) {
            assertThat(outbox.append(large("pictures", n))).isInstanceOf(Receipt.Kept.class);
            assertThat(outbox.state().bytes()).isLessThanOrEqualTo(QUOTA);
        }
        OutboxState.Lane pictures = state("pictures");
        assertThat(pictures.oldest() + pictures.waiting()).isEqualTo(1000);
        assertThat(pictures.waiting()).isGreaterThan(150);
        assertThat(Taker.of(outbox).take(1)).extracting(OutboxRecord::id).containsExactly("pictures" + pictures.oldest());
    }

    @Test
    void theLowestClassGivesWayFirstAndNeverAHigherOne() throws Exception {
        lane("alerts", Priority.HIGH, WhenFull.DROP_OLDEST);
        lane("summaries", Priority.NORMAL, WhenFull.DROP_OLDEST);
        lane("pictures", Priority.LOW, WhenFull.DROP_OLDEST);
        for (int n = 0; n < 60; n++) {
            outbox.append(List.of(large("alerts", n), large("summaries", n)));
        }
        for (int n = 0; n < 300; n++) {
            assertThat(outbox.append(large("pictures", n))).isInstanceOf(Receipt.Kept.class);
        }
        assertThat(state("pictures").oldest()).isPositive();
        assertThat(outbox.state().oldest()).as("pictures only").isEqualTo(state("pictures").oldest());

        for (int n = 60; n < 260; n++) {
            assertThat(outbox.append(large("alerts", n))).isInstanceOf(Receipt.Kept.class);
        }
        assertThat(state("pictures").waiting()).as("first they").isZero();
        assertThat(state("summaries").oldest()).as("then these").isPositive();
        assertThat(state("alerts").waiting()).as("no alert").isEqualTo(260 - state("alerts").oldest());

        long alerts = state("alerts").waiting();
        fill("notes"); // to the brim, by a lane of the middle class that gives nothing up
        long summaries = state("summaries").waiting();
        assertThat(outbox.append(large("pictures", 1000))).as("a picture displaces neither alert nor summary").isEqualTo(new Receipt.Refused("outbox full"));
        assertThat(state("alerts").waiting()).isEqualTo(alerts);
        assertThat(state("summaries").waiting()).isEqualTo(summaries);
    }

    @Test
    void aLaneThatDoesNotAllowItLosesNothing() throws Exception {
        int kept = fill("summaries");
        lane("pictures", Priority.LOW, WhenFull.DROP_OLDEST);
        assertThat(outbox.append(large("pictures", 0))).isEqualTo(new Receipt.Refused("outbox full"));
        assertThat(state("summaries").waiting()).isEqualTo(kept);
    }

    @Test
    void neverGivesUpWhatIsInFlight() throws Exception {
        lane("pictures", Priority.NORMAL, WhenFull.DROP_OLDEST);
        for (int n = 0; n < 50; n++) {
            outbox.append(large("pictures", n));
        }
        List<OutboxRecord> out = Taker.of(outbox).take(50);
        for (int n = 50; n < 500; n++) {
            outbox.append(large("pictures", n));
        }
        out.forEach(OutboxRecord::acknowledged);
        assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        try (OutboxReader reader = OutboxReader.open(folder)) {
            assertThat(reader.after(Shelf.WAITING, null, 0, 1000)).as("the rows are those of the book").hasSize((int) state("pictures").waiting());
        }
        assertThat(state("pictures")).returns(50L, OutboxState.Lane::acknowledged).returns(450L, l -> l.oldest() + l.waiting());
    }
}
