package io.headwater.runtime.recording;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/** Where a recording takes from a route: at each item's begin and end. Costs one look at a field while nobody records. */
final class Tap extends RoutePolicySupport {
    private volatile @Nullable Recording recording;

    @Nullable Recording recording() {
        return recording;
    }

    /** Whether it was free until now. */
    synchronized boolean opens(Recording to) {
        if (recording != null) {
            return false;
        }
        recording = to;
        return true;
    }

    synchronized void closes(Recording from) {
        if (recording == from) {
            recording = null;
        }
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        Recording to = recording;
        if (to != null) {
            to.begins(exchange);
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        // a copy, or a route that this one sends to, is no end
        if (exchange.getProperty(Passage.KEY) instanceof Passage passage && passage.recording().isOf(route.getRouteId()) && route.getRouteId().equals(exchange.getFromRouteId())) {
            exchange.removeProperty(Passage.KEY);
            passage.recording().ends(passage);
        }
    }

    @Override
    public void onStop(Route route) {
        ends();
    }

    @Override
    public void onRemove(Route route) {
        ends();
    }

    private void ends() {
        Recording to = recording;
        if (to != null) {
            to.end(Recording.End.ROUTE_STOPPED);
        }
    }
}
