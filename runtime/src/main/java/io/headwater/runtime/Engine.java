package io.headwater.runtime;

import io.headwater.exchange.Host;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.StateFolder;
import io.headwater.runtime.http.HttpAnswers;
import io.headwater.runtime.http.HttpDoor;
import io.headwater.runtime.recording.Recordings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs routes: makes the host that they share, loads their files, and drains them at the end. */
@Singleton
public class Engine {
    private static final Logger LOG = Logger.getLogger(Engine.class);

    private static final int FIRST = 1; // others look at the host when they start

    /** Property: how many requests to the routes are let in at once. */
    private static final String HTTP_AT_ONCE_PROPERTY = "headwater.http.at-once";
    private static final int HTTP_AT_ONCE = 64;

    private final CamelContext context;
    private final Windows windows;
    private final Pictures pictures;
    private final CompletableFuture<Host> host = new CompletableFuture<>();
    private final Meters meters;
    private final FailureLog failures = new FailureLog();
    private @Nullable LoadedRoutes loaded;
    private @Nullable MemoryWatch memory;
    private @Nullable Reloading reloading;
    /** Property for tests: by how much the clock of this process is off, such as {@code PT-1H}. */
    private static final String CLOCK_PROPERTY = "headwater.test.clock";
    private @Nullable Watch watch;
    private @Nullable Recordings recordings;
    private volatile @Nullable HttpAnswers answers;
    private @Nullable Instant started;
    private @Nullable BoxKey key;

    Engine(CamelContext context, Windows windows, Pictures pictures, Meters meters) {
        this.meters = meters;
        this.context = context;
        this.windows = windows;
        this.pictures = pictures;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) throws Exception {
        Settings settings = Settings.current();
        Host.Builder builder = Host.builder().frameBytes(settings.memory.frames());
        Path state = settings.state != null ? settings.state
                : ConfigProvider.getConfig().getOptionalValue(Host.STATE_PROPERTY, Path.class).orElseGet(StateFolder::byDefault);
        builder.state(state);
        key = BoxKey.of(state);
        settings.models.forEach(builder::models);
        builder.device(settings.device == null ? DeviceName.of(state) : settings.device);
        ConfigProvider.getConfig().getOptionalValue(CLOCK_PROPERTY, String.class)
                .ifPresent(off -> builder.clock(InstantSource.offset(InstantSource.system(), Duration.parse(off))));
        Host made = builder.build().install(context);
        memory = new MemoryWatch(settings.memory.total(), made.frames(), MemoryWatch::residentNow);
        Watch eye = new Watch(made, pictures, windows);
        context.getCamelContextExtension().addInterceptStrategy(eye);
        watch = eye;
        recordings = new Recordings(made, () -> loaded().current().parts()).install(context);
        context.addRoutePolicyFactory(failures);
        answers = new HttpAnswers(made).install(context); // behind what looks at failures
        context.start(); // an application with a main of its own starts Camel itself
        FailureLog.replaceLog(context);
        started = made.clock().instant();
        host.complete(made);
        windows.listen(line -> settings.listener.window(this, line));
        loaded = new LoadedRoutes(context, made, this::gone);
        reloading = new Reloading(loaded, RoutePlaces.of(settings.routes, state), made.models(), RouteSets.in(state), made.clock());
        if (settings.admission != null) {
            try {
                reloading.begin(settings.admission);
            } catch (RefusedException refused) {
                System.err.println(refused.getMessage());
                Quarkus.asyncExit(ExitCode.WRONG);
                return;
            }
            if (settings.reload.isPositive()) {
                reloading.every(settings.reload);
            }
        }
        settings.listener.started(this);
    }

    /** Loads route files, or all below a folder, after checking them; all or none. Warnings are logged.
     *  <p>Errors: {@link RefusedException} with every problem at once. */
    public void load(List<Path> given) {
        Admission admission = Admission.of(given, host().models()).orRefuse();
        admission.problems().forEach(LOG::warn);
        loaded().change(new RouteSet(Stream.concat(loaded().current().parts().stream(), admission.set().parts().stream()).toList()));
    }

    private void gone(String route) {
        watch().forget(route);
        meters.forget(route);
    }

    /** Stops the sources, lets everything through, then stops the routes. */
    public void drain() {
        for (Route route : List.copyOf(context.getRoutes())) {
            try {
                context.getRouteController().stopRoute(route.getRouteId());
            } catch (Exception e) {
                LOG.warnf("route %s did not stop cleanly: %s", route.getRouteId(), e.getMessage());
            }
        }
    }

    /** Ahead of all that reads a request. */
    void open(@Observes Filters filters) {
        int most = ConfigProvider.getConfig().getOptionalValue(HTTP_AT_ONCE_PROPERTY, Integer.class).orElse(HTTP_AT_ONCE);
        filters.register(new HttpDoor(most, () -> answers, meters::requestRefused), Integer.MAX_VALUE);
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        if (reloading != null) {
            reloading.close();
        }
        if (recordings != null) {
            recordings.close();
        }
        drain();
        context.stop();
        host().close();
    }

    public Host host() {
        return host.join();
    }

    CompletableFuture<Host> whenHost() {
        return host;
    }

    CamelContext context() {
        return context;
    }

    BoxKey key() {
        return java.util.Objects.requireNonNull(key, "not started");
    }

    Watch watch() {
        return java.util.Objects.requireNonNull(watch, "not started");
    }

    MemoryWatch memory() {
        return java.util.Objects.requireNonNull(memory, "not started");
    }

    Instant started() {
        return java.util.Objects.requireNonNull(started, "not started");
    }

    Windows windows() {
        return windows;
    }

    Recordings recordings() {
        return java.util.Objects.requireNonNull(recordings, "not started");
    }

    LoadedRoutes loaded() {
        return java.util.Objects.requireNonNull(loaded, "not started");
    }

    Reloading reloading() {
        return java.util.Objects.requireNonNull(reloading, "not started");
    }

    /** Which file a route came from. */
    public Map<String, Path> files() {
        return loaded().files();
    }
}
