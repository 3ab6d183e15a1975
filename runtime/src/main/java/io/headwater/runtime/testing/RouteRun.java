package io.headwater.runtime.testing;

import io.headwater.exchange.Host;
import io.headwater.flow.Ledger;
import io.headwater.flow.Detection;
import io.headwater.runtime.check.Replay;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** One run of one test: its routes in a Camel context and on a host of their own, whose state lies in a folder of its own.
 *  <p>Ownership: {@link #close()} ends all of it; the folder is the caller's.
 *  <p>Errors: what keeps the routes from starting is thrown as Camel or a component throws it. */
final class RouteRun implements AutoCloseable {
    private static final long FRAME_BYTES = 128L << 20;
    private static final int STOP_SECONDS = 10;
    private static final long TAKE_SECONDS = 10;
    private static final long POLL_MILLIS = 2;

    private final RouteTest test;
    private final BooleanSupplier stopped;
    private final Host host;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<String, Path> files = new HashMap<>();
    private final @Nullable BoxesSeen boxes;
    private final Broker broker = new Broker();
    private final Failures failures = new Failures();

    /** @param stopped whether it shall end now, come what may */
    RouteRun(RouteTest test, Path folder, BooleanSupplier stopped) {
        this.test = test;
        this.stopped = stopped;
        Host.Builder builder = Host.builder().device("test").state(folder.resolve("state")).frameBytes(FRAME_BYTES).clock(clock(test));
        Faults faults = new Faults(test.faults(), test.time(), broker);
        test.models().forEach(builder::models);
        host = builder.intake(faults).build().install(context);
        context.getCamelContextExtension().addInterceptStrategy(faults);
        RouteTest.BoxesWanted wanted = test.expected().boxes();
        boxes = wanted == null ? null : new BoxesSeen(wanted);
        if (boxes != null) {
            context.getCamelContextExtension().addInterceptStrategy(boxes);
        }
        if (test.faults().stream().anyMatch(Fault.DiskFull.class::isInstance)) {
            context.getPropertiesComponent().addInitialProperty("headwater.outbox.maxBytes", Broker.QUOTA);
        }
        context.addComponent(Replay.RECORDED, new RecordedComponent(test.replay().recordings()));
        context.getManagementStrategy().addEventNotifier(failures);
        // a line for each failure: what it said is told with the test, and many a test wants some
        context.getCamelContextExtension().setErrorHandlerFactory(new DefaultErrorHandlerDefinition().logStackTrace(false).logExhaustedMessageHistory(false));
        context.getShutdownStrategy().setTimeout(STOP_SECONDS);
        test.given().properties().forEach(context.getPropertiesComponent()::addInitialProperty);
    }

    /** Stands still where only recordings play, whose frames have times of their own; else it goes on from the test's moment. */
    private static InstantSource clock(RouteTest test) {
        if (!test.replay().isLive()) {
            return InstantSource.fixed(test.time());
        }
        long begin = System.nanoTime();
        return () -> test.time().plusNanos(System.nanoTime() - begin);
    }

    Observed run() throws Exception {
        for (Map.Entry<Path, String> text : test.replay().texts().entrySet()) {
            PluginHelper.getRoutesLoader(context).loadRoutes(new RewrittenRoute(text.getKey(), text.getValue()));
            context.getRouteDefinitions().forEach(r -> files.putIfAbsent(r.getRouteId(), text.getKey()));
        }
        context.addStartupListener((camel, started) -> host.sharedIfMade(Outbox.class).ifPresent(broker::opens)); // steps are ready, no source has begun
        context.start();
        Optional<String> inFlight = await(test.limit()) ? Optional.empty() : Optional.of(inFlight());
        stop();
        List<OutboxRecord> records = broker.takeAll(TAKE_SECONDS);
        List<Ledger.Imbalance> imbalances = imbalances(); // before the books are read
        Map<Long, List<Detection>> found = boxes == null ? Map.of() : boxes.found();
        return new Observed(inFlight, host.ledger().books().stream().filter(b -> !b.step().equals(Broker.FILLER)).toList(), imbalances, records, broker.waited(), found, failures.words(), Coverage.of(context, host.ledger(), files));
    }

    private boolean await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!isOver() && !stopped.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    private boolean isOver() {
        boolean reached = !test.until().isEmpty() && test.until().entrySet().stream()
                .allMatch(e -> host.ledger().books().stream().anyMatch(b -> e.getKey().equals(b.route() + "/" + b.step()) && b.in() - b.inFlight() >= e.getValue().least()));
        return reached || !test.replay().isEndless() && test.replay().ending().stream().allMatch(route -> host.steps().ended(route).isDone());
    }

    /** What does not add up; the last answer to the outbox may still be on its way into the books. */
    private List<Ledger.Imbalance> imbalances() throws InterruptedException {
        List<Ledger.Imbalance> found = host.ledger().checkAtRest();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1); !found.isEmpty() && System.nanoTime() < end; found = host.ledger().checkAtRest()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return found;
    }

    private String inFlight() {
        String steps = host.ledger().books().stream().filter(b -> b.inFlight() > 0).map(b -> b.route() + "/" + b.step() + " " + b.inFlight()).collect(Collectors.joining(", "));
        return steps.isEmpty() ? "nothing was in flight" : "in flight: " + steps;
    }

    /** Sources first, then what they send to. */
    private void stop() throws Exception {
        List<String> all = context.getRoutes().stream().map(Route::getRouteId).toList();
        for (String route : StopOrder.of(context.getRouteDefinitions(), all)) {
            context.getRouteController().stopRoute(route);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            context.close();
        } finally {
            host.close();
        }
    }
}
