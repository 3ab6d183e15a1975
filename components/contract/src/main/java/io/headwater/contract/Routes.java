package io.headwater.contract;

import io.headwater.exchange.Host;
import io.headwater.exchange.Item;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Inference;
import io.headwater.flow.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** Routes for a test: YAML in, values out. A Camel context with a {@link Host} of its own, whose state lies in a temporary
 *  folder; relative paths in a route are resolved against {@link #folder()}.
 *  <pre>{@code
 *  try (Routes routes = Routes.builder().workers(2).yaml(text)) {
 *      routes.send(frame);
 *      assertThat(routes.received("out")).hasSize(1);
 *      routes.assertAtRest();
 *  }
 *  }</pre>
 *  <p>Ownership: {@link #close()} stops the routes, closes the host and deletes the folder. {@code mock:} endpoints keep the
 *  exchange and not a copy of it, so they hold no lease: what was a frame is released by the time a test looks at it. To
 *  look at its pixels, look while it passes: {@link #whenAt}.
 *  <p>Errors: what is wrong with a route is thrown by {@link Builder#yaml}, as Camel throws it. */
public final class Routes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Path folder;
    private final boolean ownFolder;
    private final @Nullable Path ownState;
    private final Host host;
    private final BiFunction<CamelContext, Path, Resource> reader;
    private @Nullable ProducerTemplate sender;
    private @Nullable Path loaded;

    private Routes(Builder b) {
        this.reader = b.reader;
        this.ownFolder = b.temporary || b.folder == null;
        try {
            this.folder = b.folder == null ? Files.createTempDirectory("routes") : b.folder;
            this.ownState = b.state == null ? Files.createTempDirectory("state") : null;
            this.host = Host.builder().device("test-box").state(ownState == null ? Objects.requireNonNull(b.state) : ownState).models(folder).clock(b.clock).ticks(b.ticks).workers(b.workers)
                    .frameBytes(b.frameBytes).strictFrames(true).build().install(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.getComponent("direct", DirectComponent.class).setBlock(false); // a route that was stopped refuses at once
        b.beans.forEach(context.getRegistry()::bind);
        context.getShutdownStrategy().setTimeout(PATIENCE.toSeconds());
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof MockEndpoint mock) {
                mock.setCopyOnExchange(false);
            }
            return endpoint;
        });
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Routes of a text, started, with default settings. */
    public static Routes of(String yaml) {
        return builder().yaml(yaml);
    }

    /** The routes of a file, started, with default settings; relative paths are resolved against its folder. */
    public static Routes of(Path file) {
        return builder().file(file);
    }

    private Routes load(Path file) {
        loaded = file;
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(reader.apply(context, file));
            return this;
        } catch (Exception e) {
            throw rethrow(e);
        }
    }

    /** Starts what is not started yet. */
    public Routes start() {
        try {
            context.start();
            return this;
        } catch (Exception e) {
            throw rethrow(e);
        }
    }

    /** Stops all routes, as Camel stops them: sources first, then what is under way. */
    public void stopRoutes() {
        try {
            context.getRouteController().stopAllRoutes();
        } catch (Exception e) {
            throw rethrow(e);
        }
    }

    /** Starts all routes again after {@link #stopRoutes()}. */
    public void startRoutes() {
        try {
            context.getRouteController().startAllRoutes();
        } catch (Exception e) {
            throw rethrow(e);
        }
    }

    /** Replaces all routes while they run, as the application does when a file has changed: each is stopped, must have accounted for all
     *  it got, and is removed and forgotten; then the file is loaded again.
     *  <p>Errors: {@link AssertionError} when a route that has stopped does not balance. */
    public void reload() {
        for (String id : context.getRoutes().stream().map(Route::getRouteId).toList()) {
            try {
                context.getRouteController().stopRoute(id);
                long until = System.nanoTime() + PATIENCE.toNanos();
                List<Ledger.Imbalance> wrong;
                while (!(wrong = imbalances(id)).isEmpty() && System.nanoTime() < until) {
                    LockSupport.parkNanos(1_000_000); // direct: takes items to the last moment, and what came then may wait for the disk
                }
                if (!wrong.isEmpty()) {
                    throw new AssertionError("route " + id + " has stopped and does not balance: " + wrong + "\nbooks: " + ledger().books());
                }
                context.removeRoute(id);
            } catch (Exception e) {
                throw rethrow(e);
            }
            ledger().forget(id);
        }
        load(Objects.requireNonNull(loaded));
    }

    private List<Ledger.Imbalance> imbalances(String route) {
        return ledger().checkAtRest().stream().filter(i -> i.where().startsWith(route + "/")).toList();
    }

    /** Sends a value to {@code direct:in}, and returns when the route is done with it.
     *  <p>Ownership: takes over the lease of a frame, that of an inference's frame included. */
    public Exchange send(Object body) {
        return send("direct:in", body);
    }

    /** Sends a value to an endpoint, and returns when the route is done with it. What went wrong is in the exchange.
     *  <p>Ownership: takes over the lease of a frame, that of an inference's frame included. */
    public Exchange send(String uri, Object body) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOnly);
        exchange.getIn().setBody(body);
        Item item = Item.of(exchange);
        Frame frame = body instanceof Frame f ? f : body instanceof Inference inference ? inference.frame() : null;
        if (frame != null) {
            item.lease(frame);
        }
        try {
            return sender().send(uri, exchange);
        } finally {
            item.finish(); // a route that was stopped never saw it
        }
    }

    private synchronized ProducerTemplate sender() {
        ProducerTemplate known = sender;
        if (known == null) {
            known = context.createProducerTemplate();
            sender = known;
        }
        return known;
    }

    /** What {@code mock:<name>} got so far, in order. */
    public List<Object> received(String mock) {
        return mock(mock).getReceivedExchanges().stream().map(e -> e.getIn().getBody()).toList();
    }

    /** What {@code mock:<name>} got so far of one kind, in order. */
    public <T> List<T> received(String mock, Class<T> kind) {
        return received(mock).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The endpoint {@code mock:<name>}. */
    public MockEndpoint mock(String name) {
        return context.getEndpoint("mock:" + name, MockEndpoint.class);
    }

    /** Looks at each value while it is at {@code mock:<name>} and its frame can be read; what the look throws fails the item there. */
    public void whenAt(String mock, Look look) {
        mock(mock).whenAnyExchangeReceived(exchange -> look.at(exchange.getIn().getBody()));
    }

    /** What a test does with a value that passes. */
    @FunctionalInterface
    public interface Look {
        void at(Object body) throws Exception;
    }

    /** Waits until something holds; fails by name when it does not within ten seconds. */
    public static void await(String what, BooleanSupplier holds) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until all is at rest, then asserts that every item is accounted for and every frame has come back, none by way
     *  of the garbage collector. */
    public void assertAtRest() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!isAtRest() && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
        }
        List<Ledger.Imbalance> found = ledger().checkAtRest();
        if (!found.isEmpty()) {
            throw new AssertionError("the ledger does not balance: " + found + "\nbooks: " + ledger().books());
        }
        if (pool().frames() != 0 || pool().lost() != 0) {
            throw new AssertionError(pool().frames() + " frames are still leased, " + pool().lost() + " were lost without a release");
        }
    }

    private boolean isAtRest() {
        return pool().frames() == 0 && ledger().books().stream().allMatch(b -> b.inFlight() == 0 && b.difference() == 0)
                && ledger().checkAtRest().isEmpty();
    }

    public CamelContext context() {
        return context;
    }

    public Host host() {
        return host;
    }

    public Ledger ledger() {
        return host.ledger();
    }

    /** The memory of this test's frames: strict, so that a stale segment throws. */
    public FramePool pool() {
        return host.frames();
    }

    /** Folder that relative paths in the routes are resolved against. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            context.stop();
            host.close();
        } catch (Exception e) {
            throw rethrow(e);
        } finally {
            if (ownFolder) {
                delete(folder);
            }
            if (ownState != null) {
                delete(ownState);
            }
        }
    }

    private static void delete(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeException rethrow(Exception e) {
        return e instanceof RuntimeException r ? r : new IllegalStateException(e.getMessage(), e);
    }

    /** Settings of the host, and where the routes come from. */
    public static final class Builder {
        private @Nullable Path folder;
        private @Nullable Path state;
        private InstantSource clock = InstantSource.system();
        private LongSupplier ticks = System::nanoTime;
        private int workers = 2;
        private long frameBytes = 64L << 20;
        private boolean started = true;
        private boolean temporary;
        private final Map<String, Object> beans = new HashMap<>();
        private BiFunction<CamelContext, Path, Resource> reader = (context, file) -> ResourceHelper.resolveResource(context, "file:" + file.toAbsolutePath());

        /** A folder of the test's own for the routes and their files; it is not deleted. */
        public Builder folder(Path routes) {
            this.folder = routes;
            return this;
        }

        /** The folder is deleted with the routes. */
        public Builder temporary() {
            this.temporary = true;
            return this;
        }

        /** A folder of the test's own for state, for tests that start twice on the same; it is not deleted. */
        public Builder state(Path kept) {
            this.state = kept;
            return this;
        }

        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /** By which computing time is shared out among sources. */
        public Builder ticks(LongSupplier nanos) {
            this.ticks = nanos;
            return this;
        }

        public Builder workers(int n) {
            this.workers = n;
            return this;
        }

        public Builder frameBytes(long bytes) {
            this.frameBytes = bytes;
            return this;
        }

        /** Something the routes refer to by name. */
        public Builder bean(String name, Object bean) {
            beans.put(name, bean);
            return this;
        }

        /** Makes of a route file what Camel reads; by default the file as it is. */
        public Builder reader(BiFunction<CamelContext, Path, Resource> how) {
            this.reader = how;
            return this;
        }

        /** Loads without starting. */
        public Builder notStarted() {
            this.started = false;
            return this;
        }

        /** Loads routes from text, as the file {@code test.camel.yaml} of the folder. */
        public Routes yaml(String text) {
            Routes routes = new Routes(this);
            try {
                return ready(routes, Files.writeString(routes.folder.resolve("test.camel.yaml"), text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Loads routes from a file; its folder is the folder. */
        public Routes file(Path file) {
            this.folder = file.toAbsolutePath().getParent();
            return ready(new Routes(this), file);
        }

        private Routes ready(Routes routes, Path file) {
            try {
                routes.load(file);
                return started ? routes.start() : routes;
            } catch (RuntimeException e) {
                routes.close();
                throw e;
            }
        }
    }
}
