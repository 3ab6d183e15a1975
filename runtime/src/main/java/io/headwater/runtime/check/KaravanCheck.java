package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What Karavan 4.18.1 does to a file as soon as it opens it: what empties the file, and what it holds at its top. Steps are
 *  {@link KaravanSteps}' part. */
final class KaravanCheck {
    private static final List<String> ORDER = List.of("restConfiguration", "rest", "routeTemplate", "templatedRoute", "route", "beans", "routeConfiguration");
    private static final Set<String> EMPTIES = Set.of("onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint");

    private final FileProblems problems;
    private final KaravanSteps steps;

    KaravanCheck(FileProblems problems, ComponentCatalog catalog) {
        this.problems = problems;
        this.steps = new KaravanSteps(problems, catalog);
    }

    void run(Node root) {
        String kind = Nodes.get(root, "apiVersion").map(Nodes::text).filter(v -> v.startsWith("camel.apache.org")).flatMap(v -> Nodes.get(root, "kind")).map(Nodes::text).orElse("");
        if (root instanceof SequenceNode list) {
            list(list);
        } else if (kind.equals("Integration")) {
            Nodes.get(root, "spec").flatMap(spec -> Nodes.get(spec, "flows")).filter(SequenceNode.class::isInstance).map(SequenceNode.class::cast).ifPresent(this::list);
        } else if (kind.equals("Kamelet")) {
            kamelet(root);
        } else {
            problems.add(Place.of(root), Rule.DESIGNER_EMPTIES, "Karavan opens a file that is " + Nodes.kind(root) + (kind.isEmpty() ? "" : " (" + kind + ")") + " as empty, and saves it so",
                    "- route:    and all lines below it two spaces further in");
        }
        steps.reportMissingIds();
    }

    private void list(SequenceNode list) {
        new TopOrder("Karavan", ORDER, problems).check(list);
        for (Node entry : list.getValue()) {
            if (entry instanceof MappingNode map) {
                map.getValue().forEach(this::top);
            }
        }
    }

    private void top(NodeTuple tuple) {
        String key = Nodes.key(tuple);
        Node value = tuple.getValueNode();
        if (EMPTIES.contains(key)) {
            problems.add(Place.of(tuple.getKeyNode()), Rule.DESIGNER_EMPTIES, "Karavan fails at " + key + " at the top of a file, opens the file as empty, and saves it so",
                    key.equals("onException") || key.equals("onCompletion") ? "- routeConfiguration:\n    " + key + ":\n      - " + key + ":     in a file of its own, errors.camel.yaml" : "leave it out of files that are drawn");
            return;
        }
        if (key.equals("routeTemplate") && Nodes.get(value, "from").isPresent()) {
            problems.add(Place.of(Nodes.get(value, "from").get()), Rule.DESIGNER_EMPTIES, "Karavan fails at from in a routeTemplate, and empties the file", "routeTemplate:\n  route:\n    from:");
            return;
        }
        switch (key) {
            case "from" -> problems.add(Place.of(tuple.getKeyNode()), Rule.DESIGNER_REWRITES, "Karavan puts a route: with an id around this from", KaravanSteps.FORMAT);
            case "errorHandler" -> problems.add(Place.of(tuple.getKeyNode()), Rule.DESIGNER_REWRITES, "Karavan makes a routeConfiguration without an id of this, and moves it to the end",
                    "- routeConfiguration:\n    id: errors\n    errorHandler:     in a file of its own, errors.camel.yaml");
            default -> {
                if (!ORDER.contains(key)) {
                    problems.add(Place.of(tuple.getKeyNode()), Rule.DESIGNER_LOSES, "Karavan drops " + key + " at the top of a file", "leave it out of files that are drawn");
                    return;
                }
            }
        }
        if (key.equals("beans")) {
            beans(value);
        } else {
            steps.walk(key, value);
        }
    }

    /** Beans, of a file or of a Kamelet's template. */
    private void beans(Node beans) {
        if (beans instanceof SequenceNode list) {
            for (Node bean : list.getValue()) {
                steps.keys(bean);
                Nodes.get(bean, "properties").filter(MappingNode.class::isInstance).ifPresent(properties -> ((MappingNode) properties).getValue().forEach(this::property));
            }
        }
    }

    private void property(NodeTuple property) {
        Node value = property.getValueNode();
        String key = Nodes.key(property);
        @Nullable String written = switch (value) {
            case MappingNode map when !map.getValue().isEmpty() -> key + "." + Nodes.key(map.getValue().getFirst());
            case SequenceNode list -> key + ".0";
            default -> null;
        };
        if (written != null) {
            problems.add(Place.of(property.getKeyNode()), Rule.DESIGNER_LOSES, "Karavan writes " + written + ": … instead of " + Nodes.kind(value) + " in " + key,
                    value instanceof SequenceNode ? key + "[0]: …\n" + key + "[1]: …" : written + ": …     if the bean takes it, else Java");
        } else if (value instanceof ScalarNode && Nodes.isNothing(value)) {
            problems.add(Place.of(property.getKeyNode()), Rule.DESIGNER_LOSES, "Karavan drops the property " + key + ", whose value is empty", "leave it out");
        }
    }

    private void kamelet(Node root) {
        Nodes.get(root, "metadata").ifPresent(steps::keys);
        Nodes.get(root, "spec").ifPresent(spec -> {
            Nodes.get(spec, "definition").ifPresent(steps::keys);
            Nodes.get(spec, "template").ifPresent(template -> {
                Nodes.get(template, "beans").ifPresent(this::beans);
                Nodes.get(template, "route").ifPresent(route -> steps.walk("route", route));
                Nodes.get(template, "from").ifPresent(from -> problems.add(Place.of(from), Rule.DESIGNER_REWRITES, "Karavan puts a route: around the from of a Kamelet's template", "template:\n  route:\n    from:"));
            });
        });
    }
}
