package io.headwater.runtime;

import io.headwater.exchange.Host;
import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.Rule;
import io.headwater.runtime.check.RoutePart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.PluginHelper;
import org.jboss.logging.Logger;

/** The routes that run, and which part of which file they are from. Changes from one set to the next touch only what differs.
 *  <p>Threading: one change at a time. */
final class LoadedRoutes {
    private static final Logger LOG = Logger.getLogger(LoadedRoutes.class);

    private final CamelContext context;
    private final Host host;
    private final Consumer<String> gone;
    private final Map<String, List<String>> routes = new LinkedHashMap<>();
    private final Map<String, Path> files = new ConcurrentHashMap<>();
    private RouteSet current = RouteSet.EMPTY;

    /** @param gone told each route that is no more */
    LoadedRoutes(CamelContext context, Host host, Consumer<String> gone) {
        this.context = context;
        this.host = host;
        this.gone = gone;
    }

    synchronized RouteSet current() {
        return current;
    }

    /** Which file a route came from. */
    Map<String, Path> files() {
        return Map.copyOf(files);
    }

    /** Comes from the current set to another: drains and removes what is gone or changed, then loads what is new. Where that fails, what
     *  ran before runs again.
     *  <p>Errors: {@link RefusedException} with what cannot be loaded. */
    synchronized RouteSet.Change change(RouteSet next) {
        RouteSet.Change change = current.to(next);
        List<RoutePart> before = current.parts().stream().filter(p -> !next.parts().contains(p)).toList();
        List<RoutePart> after = next.parts().stream().filter(p -> !current.parts().contains(p)).toList();
        before.forEach(this::remove);
        List<RoutePart> loaded = new ArrayList<>();
        try {
            for (RoutePart part : after) {
                loaded.add(part);
                load(part);
            }
        } catch (RefusedException e) {
            loaded.forEach(this::remove);
            restore(before, e);
            throw e;
        }
        current = next;
        return change;
    }

    private void restore(List<RoutePart> before, RefusedException reason) {
        for (RoutePart part : before) {
            try {
                load(part);
            } catch (RefusedException e) {
                LOG.errorf("what ran before cannot be loaded again: %s", e.getMessage());
                reason.addSuppressed(e);
            }
        }
    }

    private void load(RoutePart part) {
        List<String> known = ids();
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(part.resource());
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof RefusedException refused) {
                    throw refused;
                }
            }
            throw new RefusedException(List.of(new Problem(part.file(), 1, 1, Rule.REFUSED_BY_CAMEL, "the route cannot be started: " + Failure.text(e), "headwater validate " + part.file() + " tells more", null)));
        } finally {
            List<String> made = ids().stream().filter(id -> !known.contains(id)).toList();
            routes.put(part.key(), made);
            made.forEach(id -> files.put(id, part.file()));
        }
        routes.get(part.key()).forEach(id -> LOG.infof("route %s runs, from %s", id, part.file()));
    }

    private List<String> ids() {
        return context.getRoutes().stream().map(Route::getRouteId).toList();
    }

    private void remove(RoutePart part) {
        for (String id : routes.getOrDefault(part.key(), List.of())) {
            stop(id);
            try {
                host.ledger().books().stream().filter(b -> b.route().equals(id)).forEach(b -> LOG.infof("stopped: %s", LedgerText.of(b)));
                host.ledger().checkAtRest().stream().filter(i -> i.where().startsWith(id + "/")).forEach(i -> LOG.errorf("stopped, and NOT BALANCED: %s", i));
                context.removeRoute(id); // also one that failed to stop: its successor has its name
            } catch (Exception e) {
                LOG.errorf("route %s cannot be removed: %s", id, e.getMessage());
            }
            host.ledger().forget(id);
            files.remove(id);
            gone.accept(id);
        }
        routes.remove(part.key());
    }

    private void stop(String id) {
        try {
            context.getRouteController().stopRoute(id);
        } catch (Exception e) {
            LOG.warnf("route %s did not stop cleanly: %s", id, e.getMessage());
        }
    }
}
