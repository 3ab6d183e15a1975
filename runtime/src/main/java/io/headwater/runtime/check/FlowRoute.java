package io.headwater.runtime.check;

import io.headwater.exchange.Flow;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** A route, or something else at the top of a file that has steps, such as {@code onException}.
 *
 *  @param kind what it is called in the YAML DSL
 *  @param body what stands behind that
 *  @param steps its source, where it has one, and what follows it */
public record FlowRoute(String kind, Path file, Node key, Node body, List<FlowStep> steps) {
    /** What it is called where it has a source of its own. */
    public static final Set<String> ROUTES = Set.of("route", "from", "routeTemplate");
    /** Anything, and it may be a picture: what comes to steps that are not in a route. */
    static final Flow ANYTHING = new Flow(Flow.Kind.UNKNOWN, Set.of(), false, true, null, 0);

    /** Whether it has a source of its own. */
    public boolean isRoute() {
        return ROUTES.contains(kind);
    }

    Flow comes() {
        return isRoute() ? Flow.UNKNOWN : ANYTHING;
    }

    /** Its id; empty where it has none. */
    public String id() {
        return text("id");
    }

    public String text(String key) {
        return Nodes.get(body, key).map(Nodes::text).orElse("");
    }
}
