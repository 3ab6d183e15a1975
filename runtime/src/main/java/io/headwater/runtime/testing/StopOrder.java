package io.headwater.runtime.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;

/** The order in which routes that send to each other are stopped, so that nothing is under way to one that has stopped. */
public final class StopOrder {
    private StopOrder() {}

    /** Those that nobody sends to first; those in a circle last, in the order given. */
    static List<String> of(List<RouteDefinition> definitions, List<String> routes) {
        Map<String, String> reads = new HashMap<>();
        Map<String, Set<String>> writes = new HashMap<>();
        for (RouteDefinition route : definitions) {
            reads.put(route.getRouteId(), place(route.getInput().getEndpointUri()));
            Set<String> places = writes.computeIfAbsent(route.getRouteId(), r -> new HashSet<>());
            collect(route.getOutputs(), places);
        }
        List<String> left = new ArrayList<>(routes);
        List<String> order = new ArrayList<>();
        while (!left.isEmpty()) {
            String next = left.stream().filter(r -> left.stream().filter(o -> !o.equals(r)).noneMatch(o -> writes.getOrDefault(o, Set.of()).contains(reads.get(r))))
                    .findFirst().orElse(left.getFirst());
            left.remove(next);
            order.add(next);
        }
        return order;
    }

    /** A route and all that it sends to, through however many others. */
    public static Set<String> reached(List<RouteDefinition> definitions, String route) {
        Set<String> reached = new LinkedHashSet<>(Set.of(route));
        Set<String> places = new HashSet<>();
        for (int before = 0; before != reached.size();) {
            before = reached.size();
            definitions.stream().filter(d -> reached.contains(d.getRouteId())).forEach(d -> collect(d.getOutputs(), places));
            definitions.stream().filter(d -> places.contains(place(d.getInput().getEndpointUri()))).forEach(d -> reached.add(d.getRouteId()));
        }
        return reached;
    }

    private static void collect(List<ProcessorDefinition<?>> outputs, Set<String> places) {
        for (ProcessorDefinition<?> output : outputs) {
            if (output instanceof SendDefinition<?> send && send.getUri() != null) {
                places.add(place(send.getUri()));
            }
            collect(output.getOutputs(), places);
        }
    }

    private static String place(String uri) {
        return uri.replaceFirst("\\?.*", "").replaceFirst(":(//)?", ":");
    }
}
