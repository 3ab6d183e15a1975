package io.headwater.exchange;

import io.headwater.flow.Account;
import io.headwater.flow.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.WrapAwareProcessor;
import org.jspecify.annotations.Nullable;

/** All steps of all routes: wraps each in its account when a route is built, and knows which are running. */
public final class Steps implements InterceptStrategy, Ordered {
    private final Host host;
    private final Map<String, List<Running>> running = new ConcurrentHashMap<>();

    private final Map<String, CompletableFuture<Void>> ended = new ConcurrentHashMap<>();
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();

    private final Set<String> computing = ConcurrentHashMap.newKeySet();

    private final Map<String, List<LeasingAggregation>> groups = new ConcurrentHashMap<>();

    private record Running(Step step, StepAware endpoint) {}

    Steps(Host host) {
        this.host = host;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
        if (!(node instanceof ProcessorDefinition<?> definition)) {
            return target;
        }
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        if (route == null) {
            return target;
        }
        String id = definition.idOrCreate(context.getCamelContextExtension().getContextPlugin(org.apache.camel.spi.NodeIdFactory.class));
        Account account = host.ledger().account(route.getRouteId(), id, Names.kind(definition), Unit.ITEMS);
        Account before = accountBefore(route, definition, context);
        if (before != null) {
            host.ledger().edge(before, account);
        }
        Step step = new Step(route.getRouteId(), id, folder(route.getResource()), account, new Tail(context, route.getRouteId(), innermost(target)), host);
        if (innermost(target) instanceof AggregateProcessor aggregate) {
            groups.computeIfAbsent(route.getRouteId(), r -> new CopyOnWriteArrayList<>()).add(LeasingAggregation.install(aggregate));
        }
        return new CountedStep(target, step, before, Copying.of(definition), Names.isInline(definition));
    }

    /** The step's own processor, where other interceptors stand around it. */
    static Processor innermost(Processor target) {
        Processor own = target;
        while (own instanceof WrapAwareProcessor around) {
            own = around.getWrapped();
        }
        return own;
    }

    /** The account of the step that hands its items to this one, where that is certain: its neighbour in the same list. */
    private @Nullable Account accountBefore(RouteDefinition route, ProcessorDefinition<?> definition, CamelContext context) {
        ProcessorDefinition<?> parent = definition.getParent();
        if (parent == null || !Names.isInSequence(definition, parent)) {
            return null;
        }
        int at = parent.getOutputs().indexOf(definition) - 1;
        while (at >= 0 && Names.isDisabled(parent.getOutputs().get(at), context)) {
            at--;
        }
        if (at < 0) {
            return null;
        }
        ProcessorDefinition<?> neighbour = parent.getOutputs().get(at);
        if (neighbour.isAbstract() || Names.breaksTheEdge(neighbour)) {
            return null;
        }
        String id = neighbour.getId();
        return id == null ? null : host.ledger().find(route.getRouteId(), id).orElse(null);
    }

    /** The folder of a route's file; the working folder where it has none. */
    public static Path folder(Resource resource) {
        if (resource != null && "file".equals(resource.getScheme())) {
            String location = resource.getLocation();
            Path file = Path.of(location.startsWith("file:") ? location.substring("file:".length()) : location).toAbsolutePath();
            return file.getParent();
        }
        return Path.of("").toAbsolutePath();
    }

    void started(Step step, StepAware endpoint) {
        stopping.remove(step.route());
        if (endpoint.computes()) {
            computing.add(step.route());
        }
        running.computeIfAbsent(step.route(), r -> new CopyOnWriteArrayList<>()).add(new Running(step, endpoint));
    }

    void stopped(Step step) {
        List<Running> steps = running.getOrDefault(step.route(), List.of());
        for (Running r : steps) {
            if (r.step.equals(step) && steps.remove(r)) {
                r.endpoint.release(step);
            }
        }
    }

    /** Whether a step of the route computes, as far as they have started. */
    boolean computes(String route) {
        return computing.contains(route);
    }

    /** Has every step of a route hand on what it still holds, in the order of the route. Its source has stopped; its steps run. */
    public void flush(String route) {
        for (Running r : new ArrayList<>(running.getOrDefault(route, List.of()))) {
            r.endpoint.flush(r.step);
        }
    }

    /** A route stops, whatever its source is: the first of its steps to stop says so, while those behind it still run. Camel
     *  stops a route's steps from the first to the last, when its source has stopped and nothing is under way. */
    void stopping(String route) {
        if (running.containsKey(route) && stopping.add(route)) {
            flush(route);
        }
    }

    /** Completed once the source of a route has come to its end, or was stopped, and all it gave is through. */
    public CompletableFuture<Void> ended(String route) {
        return ended.computeIfAbsent(route, r -> new CompletableFuture<>());
    }

    /** A route is taken away: what its unfinished groups hold is given back. */
    void removed(Route route) {
        computing.remove(route.getRouteId());
        List<LeasingAggregation> all = groups.remove(route.getRouteId());
        if (all != null) {
            all.forEach(LeasingAggregation::abandon);
        }
    }

    void sourceStarted(String route) {
        ended.computeIfPresent(route, (r, known) -> known.isDone() ? null : known);
    }

    void sourceEnded(String route) {
        ended(route).complete(null);
    }

    /** The running step of a route by its id. */
    public Optional<Step> find(String route, String id) {
        return running.getOrDefault(route, List.of()).stream().map(Running::step).filter(s -> s.id().equals(id)).findFirst();
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST; // innermost: counts what the step did, not what other interceptors made of it
    }
}
