package io.headwater.exchange;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.Exchange;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.processor.Pipeline;
import org.apache.camel.spi.InternalProcessorFactory;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** What comes after a step in its route, for steps that make values of their own (windows, parts): each goes on through the
 *  rest of the route on a fresh exchange.
 *  <p>Threading: safe; values are routed on the calling thread, which returns when the rest of the route is done with them. */
public final class Tail {
    private final CamelContext context;
    private final String routeId;
    private final Processor target;
    private @Nullable AsyncProcessor rest;

    Tail(CamelContext context, String routeId, Processor target) {
        this.context = context;
        this.routeId = routeId;
        this.target = target;
    }

    /** Whether the step stands in the route's own list of steps, and not inside a choice, a split or the like. */
    public boolean isTopLevel() {
        return position(top(route())) >= 0;
    }

    /** Whether the whole route runs, the steps after this one too. */
    public boolean isOpen() {
        ServiceStatus status = context.getRouteController().getRouteStatus(routeId);
        return status == null || status.isStarted();
    }

    /** Sends a value through the rest of the route; false when it failed there.
     *  <p>Errors: what goes wrong is handled by the route's error handling, as for any exchange. */
    public boolean send(Object body) {
        Exchange exchange = DefaultExchange.newFromEndpoint(route().getEndpoint());
        exchange.getIn().setBody(body);
        PluginHelper.getAsyncProcessorAwaitManager(context).process(rest(), exchange); // else Camel may run it after the current item, out of order
        return exchange.getException() == null;
    }

    private synchronized AsyncProcessor rest() {
        AsyncProcessor known = rest;
        if (known == null) {
            Route route = route();
            List<Processor> steps = top(route);
            int at = position(steps);
            if (at < 0) {
                throw new IllegalStateException("route " + routeId + ": a step that makes values of its own must stand in the"
                        + " route's own list of steps, not inside a choice, split or multicast");
            }
            Processor pipeline = Pipeline.newInstance(context, new ArrayList<>(steps.subList(at + 1, steps.size())));
            if (pipeline == null) {
                pipeline = exchange -> {}; // the last step of its route
            }
            ServiceHelper.initService(pipeline); // a pipeline of several steps has a task factory of its own to make
            InternalProcessorFactory factory = PluginHelper.getInternalProcessorFactory(context);
            known = AsyncProcessorConverterHelper.convert(factory.addUnitOfWorkProcessorAdvice(context, pipeline, route));
            rest = known;
        }
        return known;
    }

    private Route route() {
        Route route = context.getRoute(routeId);
        if (route == null) {
            throw new IllegalStateException("route " + routeId + " is not there any more");
        }
        return route;
    }

    private int position(List<Processor> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Channel channel && channel.getNextProcessor() == target) {
                return i;
            }
        }
        return -1;
    }

    private static List<Processor> top(Route route) {
        Navigate<Processor> navigate = route.navigate();
        while (navigate != null && navigate.hasNext()) {
            List<Processor> next = navigate.next();
            if (next.stream().anyMatch(Channel.class::isInstance)) {
                return next;
            }
            navigate = next.getFirst() instanceof Navigate<?> deeper ? cast(deeper) : null;
        }
        return List.of();
    }

    @SuppressWarnings("unchecked")
    private static Navigate<Processor> cast(Navigate<?> navigate) {
        return (Navigate<Processor>) navigate;
    }
}
