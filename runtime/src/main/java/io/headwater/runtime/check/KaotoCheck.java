package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What Kaoto 2.12 rewrites of a file when something in it is changed. It loses little: most constructs come back as they were. */
final class KaotoCheck {
    private static final List<String> ORDER = List.of("restConfiguration", "rest", "errorHandler", "onException", "onCompletion", "intercept", "interceptFrom",
            "interceptSendToEndpoint", "routeConfiguration", "route", "beans");

    private final FileProblems problems;
    private final ComponentCatalog catalog;

    KaotoCheck(FileProblems problems, ComponentCatalog catalog) {
        this.problems = problems;
        this.catalog = catalog;
    }

    void run(Node root) {
        if (root instanceof MappingNode map) {
            if (Nodes.get(root, "apiVersion").isEmpty()) {
                rewrites(root, "Kaoto writes a list here, this is a map", "- " + (map.getValue().isEmpty() ? "route" : Nodes.key(map.getValue().getFirst())) + ":");
            }
            Nodes.get(root, "spec").flatMap(spec -> Nodes.get(spec, "template")).flatMap(template -> Nodes.get(template, "route"))
                    .ifPresent(route -> rewrites(route, "Kaoto adds an empty from: beside the route of a Kamelet's template", "look at the difference before you commit it"));
        } else if (root instanceof SequenceNode list) {
            new TopOrder("Kaoto", ORDER, problems).check(list);
            for (Node entry : list.getValue()) {
                if (Nodes.get(entry, "from").isPresent()) {
                    rewrites(Nodes.get(entry, "from").get(), "Kaoto puts a route: around this from", "- route:\n    from:");
                }
            }
        }
        uris(root);
    }

    /** A step's path is lost when its form is opened and changed, where the catalog lacks the component. */
    private void uris(Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::uris);
        } else if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (Nodes.key(tuple).equals("uri")) {
                    WrittenUri uri = WrittenUri.of(Nodes.text(tuple.getValueNode()));
                    if (uri.hasPath() && !uri.isKamelet() && !uri.isDynamic() && !uri.isPlaceholder()) {
                        rewrites(tuple.getValueNode(), "Kaoto splits this uri when its form is changed" + (catalog.isOurs(uri.scheme()) ? ", and loses '" + uri.path() + "' where it lacks our catalog" : ""),
                                uri.asParameters(catalog));
                    }
                }
                uris(tuple.getValueNode());
            }
        }
    }

    private void rewrites(Node at, String text, String fix) {
        problems.add(Place.of(at), Rule.DESIGNER_REWRITES, text, fix);
    }
}
