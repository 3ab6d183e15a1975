package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Route;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/** The routes as a graph: each step with its figures, nested steps below their parents. */
final class RouteGraph {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Engine engine;
    private final Monitor.State state;

    RouteGraph(Engine engine, Monitor monitor) {
        this.engine = engine;
        this.state = monitor.state();
    }

    ArrayNode toJson() {
        ArrayNode routes = JSON.arrayNode();
        for (Route route : engine.context().getRoutes()) {
            RouteDefinition definition = (RouteDefinition) route.getRoute();
            ObjectNode r = routes.addObject();
            r.put("id", route.getRouteId());
            r.put("description", route.getDescription());
            Path file = engine.files().get(route.getRouteId());
            r.put("file", file == null ? null : file.toString());
            r.put("status", String.valueOf(engine.context().getRouteController().getRouteStatus(route.getRouteId())));
            ArrayNode steps = r.putArray("steps");
            FromDefinition from = definition.getInput();
            step(steps.addObject(), route.getRouteId(), from.getId() == null ? "from" : from.getId(), label(from.getEndpointUri()), 0);
            nested(steps, route.getRouteId(), definition.getOutputs(), 0);
        }
        return routes;
    }

    private void nested(ArrayNode steps, String route, List<ProcessorDefinition<?>> outputs, int depth) {
        for (ProcessorDefinition<?> output : outputs) {
            if (output.isAbstract() || output.getId() == null) {
                continue;
            }
            step(steps.addObject(), route, output.getId(), output.getLabel(), depth);
            nested(steps, route, output.getOutputs(), depth + 1);
        }
    }

    private void step(ObjectNode s, String route, String id, String label, int depth) {
        s.put("id", id).put("label", label(label)).put("depth", depth);
        for (Monitor.StepState known : state.steps()) {
            if (known.book().route().equals(route) && known.book().step().equals(id)) {
                s.put("kind", known.book().kind());
                s.put("perSecond", known.perSecond());
                s.put("p50Ms", known.p50() / 1e6).put("p99Ms", known.p99() / 1e6);
                s.set("book", Api.book(known.book()));
            }
        }
    }

    /** Without what may be a secret: options and credentials stay out of the console. */
    private static String label(String label) {
        String uri = label.startsWith("to[") ? label.substring(3).replaceFirst("]$", "") : label;
        int query = uri.indexOf('?');
        return (query < 0 ? uri : uri.substring(0, query)).replaceAll("//[^/@]*@", "//");
    }
}
