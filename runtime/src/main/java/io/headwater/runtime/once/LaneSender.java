package io.headwater.runtime.once;

import io.headwater.uplink.ExactlyOnce;
import io.headwater.uplink.ExactlyOnce.Batch;
import io.headwater.uplink.ExactlyOnce.Refused;
import io.headwater.uplink.OutboxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends one lane exactly once, batch by batch, one transaction at a time. Whatever goes wrong, it begins anew as after a start: fences what was
 *  before, reads what Kafka has, and goes on behind that.
 *  <p>Threading: {@link #run} on a thread of its own, until it is interrupted or the lane is sent otherwise. */
public final class LaneSender implements Runnable {
    private static final Logger LOG = Logger.getLogger(LaneSender.class);
    private static final int MOST = 500;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ExactlyOnce outbox;
    private final String device;
    private final String lane;
    private final Map<String, Object> kafka;
    private final ProgressTopic progress;
    private final Consumer<Batch> committed;
    private List<Refused> refused = List.of();
    private int most = MOST;
    private Duration pause = FIRST_PAUSE;
    private volatile boolean stopping;
    private volatile @Nullable String trouble;

    /** @param kafka settings of clients: where the broker is, and who we are
     *  @param progress name of the topic
     *  @param committed is told of each batch that Kafka has */
    public LaneSender(ExactlyOnce outbox, String device, String lane, Map<String, Object> kafka, String progress, Consumer<Batch> committed) {
        this.outbox = outbox;
        this.device = device;
        this.lane = lane;
        this.kafka = kafka;
        this.progress = new ProgressTopic(progress, kafka);
        this.committed = committed;
    }

    @Override
    public void run() {
        while (isWanted()) {
            try {
                session();
            } catch (InterruptedException | InterruptException e) {
                Thread.interrupted();
                return; // the end; what is under way, the next start finds out
            } catch (Session.FailedException e) {
                refused = e.refused();
                refused.forEach(r -> LOG.warnf("Kafka will never take record %s of lane %s; it goes to the dead letters: %s", r.record().id(), lane, r.reason().getMessage()));
                if (refused.isEmpty()) {
                    most = Math.max(1, most / 4); // to find the one that it lies in
                    rest(Objects.requireNonNull(e.getCause()));
                }
            } catch (KafkaException | OutboxException e) {
                rest(e);
            }
        }
    }

    private boolean isWanted() {
        return !stopping && outbox.lanes().contains(lane);
    }

    private void session() throws InterruptedException, Session.FailedException {
        try (Session session = Session.open(kafka, progress, device + "/" + lane, device + "/" + lane + "/" + outbox.name())) {
            long done = session.committed();
            while (isWanted()) {
                long mark = outbox.arrivals();
                Batch batch = outbox.next(lane, done, refused, most);
                refused = List.of();
                if (batch == null) {
                    outbox.await(mark, IDLE);
                    continue;
                }
                session.send(batch);
                done = batch.number();
                committed.accept(batch);
                trouble = null;
                pause = FIRST_PAUSE;
                most = Math.min(MOST, 2 * most);
            }
            outbox.next(lane, done, List.of(), 0);
        }
    }

    private void rest(Throwable reason) {
        String sentence = reason instanceof ProducerFencedException || reason instanceof InvalidProducerEpochException
                ? "another process has sent as " + device + "/" + lane + ", or Kafka gave up waiting: " + reason.getMessage() : String.valueOf(reason.getMessage());
        if (!sentence.equals(trouble)) {
            LOG.warnf("lane %s is not sent for now: %s; its records stay on disk", lane, sentence);
        }
        trouble = sentence;
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            stopping = true;
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    /** Begins no batch any more. */
    public void stop() {
        stopping = true;
    }

    /** Why it does not send for now; null when it does. */
    public @Nullable String trouble() {
        return trouble;
    }
}
