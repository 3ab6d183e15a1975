package io.headwater.runtime;

import io.headwater.flow.Account;
import io.headwater.flow.Backlog;
import io.headwater.flow.Book;
import io.headwater.flow.FramePool;
import io.headwater.infer.ModelLine;
import io.headwater.infer.ModelVersions;
import io.headwater.sensor.SensorState;
import io.headwater.sensor.SensorStatus;
import io.headwater.sensor.Sensors;
import io.headwater.uplink.OutboxState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/** The ledger as Prometheus sees it: {@code headwater_step_items_total{route,step,fate,reason}}, what is in flight, and
 *  whether all adds up. */
@Singleton
public class Meters {
    private static final Pattern OF_STEPS = Pattern.compile("headwater\\.(step|queue)\\.");
    private static final double[] QUANTILES = {0.5, 0.99};

    private final MeterRegistry registry;
    private final Counter refusedRequests;
    private final AtomicInteger imbalances = new AtomicInteger();
    private final Set<String> bound = ConcurrentHashMap.newKeySet();

    Meters(MeterRegistry registry) {
        this.registry = registry;
        this.refusedRequests = Counter.builder("headwater.http.refused").description("requests that were told to come again, since as many as may were worked on").register(registry);
        Gauge.builder("headwater.ledger.imbalances", imbalances, AtomicInteger::get)
                .description("sums of the ledger that do not close; 0 when every item is accounted for").register(registry);
    }

    /** A request that was not let in: {@code headwater_http_refused_total}. */
    void requestRefused() {
        refusedRequests.increment();
    }

    void imbalances(int n) {
        imbalances.set(n);
    }

    void memory(FramePool pool, MemoryWatch process) {
        if (bound.add("frames")) {
            Gauge.builder("headwater.frames.used", pool, FramePool::used).baseUnit("bytes").description("memory of leased frames").register(registry);
            Gauge.builder("headwater.frames.limit", pool, FramePool::limit).baseUnit("bytes").description("hard limit of memory for frames").register(registry);
            Gauge.builder("headwater.memory.total", process, MemoryWatch::total).baseUnit("bytes").description("memory that the process may have").register(registry);
            Gauge.builder("headwater.memory.resident", process, MemoryWatch::resident).baseUnit("bytes").description("memory that the process has").register(registry);
            Gauge.builder("headwater.memory.short", process, p -> p.isShort() ? 1 : 0).description("1 while memory is short, and cameras have only what is kept for them").register(registry);
            FunctionCounter.builder("headwater.frames.lost", pool, FramePool::lost).description("frames that a step lost, found by the garbage collector").register(registry);
        }
    }

    void uplink(KafkaUplink uplink) {
        if (bound.add("uplink")) {
            outbox("headwater.uplink.waiting", "records", "records on disk that Kafka has not acknowledged", uplink, OutboxState::waiting);
            outbox("headwater.uplink.acknowledged", "records", "records that Kafka has acknowledged", uplink, OutboxState::acknowledged);
            outbox("headwater.uplink.dead.letters", "records", "records that Kafka will never take, kept to be replayed or purged", uplink, OutboxState::deadLetters);
            outbox("headwater.uplink.lost", "records", "records that the disk has damaged or lost", uplink, s -> s.damaged() + s.missing());
            outbox("headwater.uplink.size", "bytes", "size of the outbox on disk", uplink, OutboxState::bytes);
            outbox("headwater.uplink.limit", "bytes", "quota of the outbox on disk", uplink, OutboxState::maxBytes);
            Gauge.builder("headwater.uplink.connected", uplink, u -> u.isConnected() ? 1 : 0).description("1 while Kafka answers").register(registry);
        }
    }

    private void outbox(String name, String unit, String text, KafkaUplink uplink, ToLongFunction<OutboxState> value) {
        Gauge.builder(name, uplink, u -> u.state().map(s -> (double) value.applyAsLong(s)).orElse(0.0)).baseUnit(unit).description(text).register(registry);
    }

    /** Registers what is not registered yet of the sensors; those that are no more give nothing. */
    void sensors(Sensors all) {
        for (SensorStatus sensor : all.all()) {
            Tags tags = Tags.of("route", sensor.route(), "sensor", sensor.name());
            if (bound.add("sensor" + tags)) {
                sensor("headwater.sensor.connected", "1 while the sensor is connected to its bus", all, tags, s -> s.state() == SensorState.CONNECTED || s.state() == SensorState.RETRYING ? 1 : 0);
                sensor("headwater.sensor.unacknowledged", "messages that the bus keeps until their way has ended", all, tags, SensorStatus::unacknowledged);
                sensor("headwater.sensor.retrying", "messages that failed and are tried again", all, tags, SensorStatus::retrying);
                sensor("headwater.sensor.given.up", "messages that failed as often as they may, and were acknowledged", all, tags, SensorStatus::givenUp);
            }
        }
    }

    private void sensor(String name, String text, Sensors all, Tags tags, ToDoubleFunction<SensorStatus> value) {
        Gauge.builder(name, all, a -> a.all().stream().filter(s -> Tags.of("route", s.route(), "sensor", s.name()).equals(tags)).mapToDouble(value).findFirst().orElse(Double.NaN))
                .tags(tags).description(text).register(registry);
    }

    /** Registers what is not registered yet of the models' versions; those that run no more give nothing. */
    void models(ModelVersions versions) {
        if (bound.add("models")) {
            for (ModelVersions.Outcome outcome : ModelVersions.Outcome.values()) {
                FunctionCounter.builder("headwater.model.changes", versions, v -> v.count(outcome)).tags("outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .description("versions of models that took over, were tried, were rolled back or refused").register(registry);
            }
        }
        for (ModelLine model : versions.lines()) {
            for (ModelLine.StepLine step : model.steps()) {
                version(versions, model, step, step.version(), s -> s.version().equals(step.version()) ? 1 : Double.NaN);
                for (ModelLine.BesideLine beside : step.beside()) {
                    Tags tags = tags(model, step, beside.version());
                    if (bound.add("beside" + tags)) {
                        beside("headwater.model.beside.frames", "frames that a version beside the one in use was given", versions, tags, ModelLine.BesideLine::frames);
                        beside("headwater.model.beside.failed", "frames of those on which it failed", versions, tags, ModelLine.BesideLine::failed);
                        beside("headwater.model.beside.agreement", "share of what was said lately that both versions said, 0..1", versions, tags, ModelLine.BesideLine::agreement);
                    }
                }
            }
        }
    }

    private static Tags tags(ModelLine model, ModelLine.StepLine step, String version) {
        return Tags.of("model", model.model(), "version", version, "route", step.route(), "step", step.step());
    }

    private void version(ModelVersions all, ModelLine model, ModelLine.StepLine step, String version, ToDoubleFunction<ModelLine.StepLine> value) {
        Tags tags = tags(model, step, version);
        if (bound.add("model" + tags)) {
            Gauge.builder("headwater.model.in.use", all, a -> a.lines().stream().flatMap(m -> m.steps().stream().filter(s -> tags(m, s, version).equals(tags))).mapToDouble(value).findFirst().orElse(Double.NaN))
                    .tags(tags).description("1 while the step runs this version").register(registry);
        }
    }

    private void beside(String name, String text, ModelVersions all, Tags tags, ToDoubleFunction<ModelLine.BesideLine> value) {
        Gauge.builder(name, all, a -> a.lines().stream().flatMap(m -> m.steps().stream().flatMap(s -> s.beside().stream().filter(b -> tags(m, s, b.version()).equals(tags))))
                .mapToDouble(value).findFirst().orElse(Double.NaN)).tags(tags).description(text).register(registry);
    }

    /** Registers what is not registered yet of one account. */
    void bind(Account account) {
        Tags tags = Tags.of("route", account.route(), "step", account.step(), "kind", account.kind());
        if (bound.add(tags.toString())) {
            counter("headwater.step.in", tags, account, "items that came in", Book::in);
            counter("headwater.step.made", tags, account, "outputs that the step made of its own", Book::made);
            fate(tags, account, "passed", "", Book::passed);
            fate(tags, account, "absorbed", "", Book::absorbed);
            Gauge.builder("headwater.step.in.flight", account, a -> a.book().inFlight()).tags(tags).description("items in the step now").register(registry);
            for (double q : QUANTILES) {
                TimeGauge.builder("headwater.step.latency", account, TimeUnit.NANOSECONDS, a -> a.latency().getValueAtPercentile(q * 100))
                        .tags(tags.and("quantile", Double.toString(q))).description("time in the step, since the start").register(registry);
            }
        }
        if (account.backlog().isPresent() && bound.add(tags + "queue")) {
            backlog("headwater.queue.depth", "items", "items that wait in the queue", tags, account, Backlog::items);
            backlog("headwater.queue.size", "bytes", "what the items in the queue hold", tags, account, Backlog::bytes);
            TimeGauge.builder("headwater.queue.age", account, TimeUnit.NANOSECONDS, a -> a.backlog().map(Backlog::ageNanos).orElse(0L))
                    .tags(tags).description("how long the oldest in the queue has waited").register(registry);
            for (double q : QUANTILES) {
                TimeGauge.builder("headwater.queue.wait", account, TimeUnit.NANOSECONDS, a -> a.waits().map(w -> w.getValueAtPercentile(q * 100)).orElse(0L))
                        .tags(tags.and("quantile", Double.toString(q))).description("time from entering the queue to being taken, since the start").register(registry);
            }
        }
        Book book = account.book();
        reasons(tags, account, "held_back", book.heldBack(), Book::heldBack);
        reasons(tags, account, "dropped", book.dropped(), Book::dropped);
        reasons(tags, account, "failed", book.failed(), Book::failed);
    }

    private void backlog(String name, String unit, String text, Tags tags, Account account, ToLongFunction<Backlog> value) {
        Gauge.builder(name, account, a -> a.backlog().map(value::applyAsLong).orElse(0L)).tags(tags).baseUnit(unit).description(text).register(registry);
    }

    /** Takes away the series of a route that is no more; they begin anew where it comes again. */
    void forget(String route) {
        registry.getMeters().stream().filter(m -> OF_STEPS.matcher(m.getId().getName()).lookingAt() && route.equals(m.getId().getTag("route"))).forEach(registry::remove);
        bound.removeIf(name -> name.contains("tag(route=" + route + ")"));
    }

    private void reasons(Tags tags, Account account, String fate, Map<String, Long> now, Function<Book, Map<String, Long>> of) {
        for (String reason : now.keySet()) {
            if (bound.add(tags + fate + reason)) {
                fate(tags, account, fate, reason, b -> of.apply(b).getOrDefault(reason, 0L));
            }
        }
    }

    private void fate(Tags tags, Account account, String fate, String reason, Function<Book, Long> value) {
        counter("headwater.step.items", tags.and("fate", fate, "reason", reason), account, "items by what became of them", value);
    }

    private void counter(String name, Tags tags, Account account, String text, Function<Book, Long> value) {
        FunctionCounter.builder(name, account, a -> value.apply(a.book())).tags(tags).description(text).register(registry);
    }
}
