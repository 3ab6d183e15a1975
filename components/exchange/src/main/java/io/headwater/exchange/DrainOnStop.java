package io.headwater.exchange;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.support.LifecycleStrategySupport;

/** Has the steps of a route hand on what they hold when the route stops, whatever its source is: Camel stops a route's source,
 *  waits for what is under way, and then tells of each service that it is about to stop. At the first of them all steps still run. */
final class DrainOnStop extends LifecycleStrategySupport {
    private final Steps steps;

    DrainOnStop(Steps steps) {
        this.steps = steps;
    }

    @Override
    public void onServiceRemove(CamelContext context, Service service, Route route, boolean shutdown) {
        if (route != null) {
            steps.stopping(route.getRouteId());
        }
    }
}
