package io.headwater.sensor;

import io.headwater.exchange.SourceStage;
import io.headwater.flow.Backoff;
import io.headwater.flow.Fate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a sensor connected until it is told to stop, and offers what comes to the source's stage.
 *  <p>Threading: one thread runs it; messages come on the bus's own. */
final class Reception implements Runnable, Bus.Inbox {
    /** How the source's book counts messages that no bus keeps, and for which there was no room. */
    static final String SHED = "shed";
    /** Waiting for a route that still works on a recording's last messages has no limit but the route's own stop. */
    private static final Duration UNLIMITED = Duration.ofDays(365);
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Settings settings;
    private final Bus bus;
    private final SourceStage<Delivery> stage;
    private final LiveStatus status;
    private final Retries retries;
    private final InstantSource clock;
    private final Backoff backoff;
    private final AtomicLong sequence = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile Bus.@Nullable Connection connection;
    private volatile boolean away;
    private boolean ended;
    private volatile boolean drained;

    Reception(Settings settings, SourceStage<Delivery> stage, LiveStatus status, Retries retries, InstantSource clock) {
        this.settings = settings;
        this.bus = Bus.of(settings, clock);
        this.stage = stage;
        this.status = status;
        this.retries = retries;
        this.clock = clock;
        this.backoff = new Backoff(settings.reconnectDelay(), ThreadLocalRandom.current());
    }

    @Override
    public void run() {
        try {
            for (boolean again = false; !ended && !isStopped(); again = true) {
                status.connecting(again);
                @Nullable Away why;
                try (Bus.Connection open = bus.connect(this)) {
                    connection = open;
                    why = isStopped() ? new Away("stopped", false) : open.awaitEnd();
                    ended = why == null;
                } catch (BusException e) {
                    why = e.away();
                } finally {
                    connection = null;
                }
                if (!ended && !isStopped()) {
                    stage.discard(delivery -> delivery.message().receipt().isVoid(), Deliveries.GIVEN_AGAIN);
                    retries.forget();
                    waits(why);
                }
            }
            if (ended) {
                status.becomes(SensorState.ENDED);
                stage.drain(UNLIMITED);
                drained = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // told to stop
        } catch (RuntimeException e) {
            LOG.error("sensor {} cannot go on: {}", settings.name(), e.toString());
            LOG.debug("why sensor {} cannot go on", settings.name(), e);
            status.becomes(SensorState.WAITING, e.toString());
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    @Override
    public void ready() {
        if (isStopped()) {
            return;
        }
        status.connected();
        if (away) {
            away = false;
            LOG.info("sensor {}: {} is connected again", settings.name(), settings.location());
        }
    }

    private void waits(Away why) throws InterruptedException {
        if (!away) {
            backoff.reset();
        }
        Duration delay = backoff.next();
        status.becomes(why.refused() ? SensorState.REFUSED : SensorState.WAITING, why.why());
        if (!away) {
            away = true;
            LOG.warn("sensor {}: {}; it is tried again, the first time in {} ms, then at most every {} s", settings.name(), why.why(), delay.toMillis(), Backoff.LONGEST.toSeconds());
        }
        stop.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void came(String channel, byte[] payload, @Nullable String id, @Nullable Instant at, Bus.Receipt receipt) {
        if (isStopped()) {
            return; // the bus keeps it
        }
        status.came(receipt.isAwaited());
        if (!receipt.isAwaited() && !bus.keeps() && stage.depth() >= settings.receiveMaximum()) {
            stage.settle(Fate.dropped(SHED));
            return;
        }
        offer(new Delivery(new Message(channel, payload, id, sequence.getAndIncrement(), at == null ? clock.instant() : at, receipt)));
    }

    /** Offers a message, which has room: no more are unacknowledged than the stage holds. */
    void offer(Delivery delivery) {
        try {
            stage.offer(delivery);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on nothing is taken; what is under way can still be acknowledged. */
    void stop() {
        stop.countDown();
    }

    /** Whether a connection stands, by which to acknowledge. */
    boolean isConnected() {
        return connection != null;
    }

    /** Whether it came to its end by itself and all its messages are through. */
    boolean isDrained() {
        return drained;
    }

    void close() {
        Bus.Connection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
