package io.headwater.runtime;

import io.headwater.exchange.Host;
import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StateFolder;
import io.headwater.runtime.check.RouteSource;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs routes: makes the host that they share, loads their files, and drains them at the end. */
@Singleton
public class Engine {
    private static final Logger LOG = Logger.getLogger(Engine.class);

    private static final int FIRST = 1; // others look at the host when they start

    private final CamelContext context;
    private final Windows windows;
    private final Pictures pictures;
    private final CompletableFuture<Host> host = new CompletableFuture<>();
    private final Map<String, Path> files = new LinkedHashMap<>();
    private @Nullable Watch watch;
    private @Nullable Instant started;

    Engine(CamelContext context, Windows windows, Pictures pictures) {
        this.context = context;
        this.windows = windows;
        this.pictures = pictures;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) throws Exception {
        Settings settings = Settings.current();
        Host.Builder builder = Host.builder().frameBytes(settings.frameBytes);
        Path state = settings.state != null ? settings.state
                : ConfigProvider.getConfig().getOptionalValue(Host.STATE_PROPERTY, Path.class).orElseGet(StateFolder::byDefault);
        builder.state(state);
        settings.models.forEach(builder::models);
        builder.device(settings.device == null ? DeviceName.of(state) : settings.device);
        Host made = builder.build().install(context);
        Watch eye = new Watch(made, pictures, windows);
        context.getCamelContextExtension().addInterceptStrategy(eye);
        watch = eye;
        context.start(); // an application with a main of its own starts Camel itself
        started = made.clock().instant();
        host.complete(made);
        windows.listen(line -> settings.listener.window(this, line));
        if (!settings.routes.isEmpty()) {
            try {
                run(RouteFiles.find(settings.routes)); // the command has checked them
            } catch (RefusedException refused) {
                System.err.println(refused.getMessage());
                Quarkus.asyncExit(ExitCode.WRONG);
                return;
            }
        }
        settings.listener.started(this);
    }

    /** Loads route files, or all below a folder, after checking them; all or none. Warnings are logged.
     *  <p>Errors: {@link RefusedException} with every problem at once. */
    public void load(List<Path> given) {
        Admission.check(given, host().models());
        run(RouteFiles.find(given));
    }

    private void run(List<Path> found) {
        for (Path file : found) {
            Resource resource = RouteSource.of(context, file);
            try {
                List<String> before = context.getRoutes().stream().map(Route::getRouteId).toList();
                PluginHelper.getRoutesLoader(context).loadRoutes(resource);
                for (Route route : context.getRoutes()) {
                    if (!before.contains(route.getRouteId())) {
                        files.put(route.getRouteId(), file);
                        LOG.infof("route %s runs, from %s", route.getRouteId(), file);
                    }
                }
            } catch (Exception e) {
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    if (cause instanceof RefusedException refused) {
                        throw refused;
                    }
                }
                throw new RefusedException(List.of(new Problem(file, 1, 1, Rule.REFUSED_BY_CAMEL, "the route cannot be started: " + deepest(e), "headwater validate " + file + " tells more", null)));
            }
        }
    }

    private static String deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
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

    void stop(@Observes ShutdownEvent event) throws Exception {
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

    Watch watch() {
        return java.util.Objects.requireNonNull(watch, "not started");
    }

    Instant started() {
        return java.util.Objects.requireNonNull(started, "not started");
    }

    Windows windows() {
        return windows;
    }

    /** Which file a route came from. */
    public Map<String, Path> files() {
        return Map.copyOf(files);
    }
}
