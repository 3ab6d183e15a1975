package io.headwater.runtime;

import io.headwater.flow.Account;
import io.headwater.flow.Book;
import io.headwater.flow.Ledger;
import io.headwater.infer.ModelVersions;
import io.headwater.sensor.Sensors;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jboss.logging.Logger;

/** Checks the ledger once a second, and with it the books of the outbox over all restarts; keeps the rates that the console shows. */
@Singleton
public class Monitor {
    private static final Logger LOG = Logger.getLogger(Monitor.class);
    private static final long TICK_MILLIS = 1000;
    private static final long ASLEEP_NANOS = 30_000_000_000L;

    private final Engine engine;
    private final Meters meters;
    private final KafkaUplink uplink;
    private volatile State state = new State(List.of(), List.of());
    private final Map<Account, Last> last = new HashMap<>(); // a route that is replaced has new accounts under the same names
    private volatile boolean running;
    private volatile long lastLook = System.nanoTime();

    /** What one step did.
     *
     *  @param perSecond items that came in during the last second
     *  @param p50 median time in the step over the last second or so, nanoseconds */
    public record StepState(Book book, double perSecond, long p50, long p99) {}

    /** All steps, and what does not add up. */
    public record State(List<StepState> steps, List<Ledger.Imbalance> imbalances) {}

    private record Last(long nanos, long in, Histogram latency) {}

    Monitor(Engine engine, Meters meters, KafkaUplink uplink) {
        this.engine = engine;
        this.meters = meters;
        this.uplink = uplink;
    }

    void start(@Observes StartupEvent event) {
        running = true;
        meters.memory(engine.host().frames(), engine.memory());
        meters.uplink(uplink);
        Thread.ofPlatform().daemon().name("headwater/monitor").start(this::loop);
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
    }

    public State state() {
        return state;
    }

    /** Whether the ledger was looked at within the last half minute. */
    public boolean isAwake() {
        return System.nanoTime() - lastLook < ASLEEP_NANOS;
    }

    private void loop() {
        List<Ledger.Imbalance> before = List.of();
        while (running) {
            try {
                Thread.sleep(TICK_MILLIS);
                engine.memory().look();
                state = look();
                lastLook = System.nanoTime();
                if (!state.imbalances().equals(before)) {
                    state.imbalances().forEach(i -> LOG.errorf("the ledger does not balance: %s", i));
                    before = state.imbalances();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warnf("monitor: %s", e);
            }
        }
    }

    private State look() {
        Ledger ledger = engine.host().ledger();
        List<StepState> steps = new ArrayList<>();
        long now = System.nanoTime();
        List<Account> accounts = ledger.accounts();
        last.keySet().retainAll(accounts);
        for (Account account : accounts) {
            meters.bind(account);
            Book book = account.book();
            Histogram all = account.latency();
            Last old = last.get(account);
            Histogram since = all.copy();
            double rate = 0;
            if (old != null) {
                since.subtract(old.latency);
                rate = (book.in() - old.in) * 1e9 / (now - old.nanos);
            }
            steps.add(new StepState(book, rate, since.getValueAtPercentile(50), since.getValueAtPercentile(99)));
            last.put(account, new Last(now, book.in(), all));
        }
        meters.sensors(engine.host().shared(Sensors.class, Sensors::of));
        engine.host().sharedIfMade(ModelVersions.class).ifPresent(meters::models);
        List<Ledger.Imbalance> imbalances = new ArrayList<>(ledger.check());
        uplink.books().ifPresent(books -> imbalances.addAll(books.imbalances()));
        meters.imbalances(imbalances.size());
        return new State(steps, imbalances);
    }
}
