package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What Karavan 4.18.1 loses or rewrites inside of routes: steps, uris, parameters, expressions; and what has no id.
 *  <p>Source: its {@code CamelDefinitionYamlStep}, {@code ComponentApi.parseElementUri} and {@code CamelUtil.camelizeObject}. */
final class KaravanSteps {
    static final String FORMAT = "headwater format FILE writes it as Karavan does";
    private static final String NO_VALUE = "leave it out, or give it a value that is not blank";
    /** Whose uri it takes apart. */
    private static final Set<String> SENDS = Set.of("from", "to", "poll", "wireTap", "interceptFrom", "interceptSendToEndpoint");
    /** Parts of steps that have ids of their own. */
    private static final Set<String> PARTS = Set.of("route", "routeConfiguration", "from", "when", "otherwise", "doCatch", "doFinally");

    private final FileProblems problems;
    private final ComponentCatalog catalog;
    private @Nullable Place firstWithoutId;
    private int withoutId;

    KaravanSteps(FileProblems problems, ComponentCatalog catalog) {
        this.problems = problems;
        this.catalog = catalog;
    }

    /** Looks at a part of a route and all below it.
     *
     *  @param name what it is called where it stands */
    void walk(String name, Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> walk(name, item));
        } else if (node instanceof MappingNode map) {
            if (PARTS.contains(name)) {
                id(map, Place.of(map));
            }
            map.getValue().forEach(tuple -> entry(name, map, tuple));
        }
    }

    private void entry(String parent, MappingNode map, NodeTuple tuple) {
        String key = Nodes.key(tuple);
        Node value = tuple.getValueNode();
        key(tuple);
        if (key.equals("steps")) {
            steps(parent, tuple);
        } else if (key.equals("parameters") && value instanceof MappingNode parameters) {
            parameters.getValue().forEach(p -> value("parameters." + Nodes.key(p), p));
            keys(value);
        } else if (key.equals("uri") && SENDS.contains(parent)) {
            uri(parent, Nodes.text(value), value, Nodes.get(map, "parameters").isPresent());
        } else if (key.equals("expression") && value instanceof MappingNode) {
            ((MappingNode) value).getValue().forEach(this::language);
        } else if (ComponentCatalog.isInlineLanguage(key) && (value instanceof MappingNode || catalog.isStep(parent))) {
            rewrites(tuple.getKeyNode(), "Karavan puts " + key + " into an expression: of its own", FORMAT);
        } else if (value instanceof ScalarNode text && key.equals("from") && !text.getValue().isBlank()) {
            expand(key, tuple.getKeyNode(), text);
        } else if (value instanceof ScalarNode) {
            value(key, tuple);
        } else {
            walk(key, value);
        }
    }

    private void steps(String parent, NodeTuple tuple) {
        if (parent.equals("route")) {
            loses(tuple.getKeyNode(), "Karavan breaks steps that stand beside from", "indent steps, and all below it, by two more spaces");
        }
        if (!(tuple.getValueNode() instanceof SequenceNode list)) {
            return;
        }
        if (list.getValue().isEmpty()) {
            loses(tuple.getKeyNode(), "Karavan drops an empty steps, and what is left is no route", "put a step into it");
        }
        for (Node step : list.getValue()) {
            if (step instanceof MappingNode map && !map.getValue().isEmpty()) {
                step(map);
            }
        }
    }

    private void step(MappingNode map) {
        NodeTuple tuple = map.getValue().getFirst();
        String name = Nodes.key(tuple);
        Node body = tuple.getValueNode();
        map.getValue().stream().skip(1).forEach(second -> loses(second.getKeyNode(), "Karavan drops " + Nodes.key(second) + ", the second key of a step", "- " + Nodes.key(second) + ":"));
        if (!catalog.isStep(name)) {
            loses(tuple.getKeyNode(), "Karavan writes undefined: {} instead of the step " + name + ", which it does not know", "- to:\n    uri: " + name.toLowerCase(Locale.ROOT));
            return;
        }
        if (body instanceof ScalarNode text && !text.getValue().isBlank()) {
            expand(name, tuple.getKeyNode(), text);
            return;
        }
        id(body, Place.of(tuple.getKeyNode()));
        if (name.equals("circuitBreaker")) {
            Nodes.get(body, "onFallback").ifPresent(fallback -> loses(fallback, "Karavan puts onFallback into another onFallback, once more each time it saves", "doTry and doCatch, which it keeps"));
        }
        walk(name, body);
    }

    /** A step or source that is written as one text. */
    private void expand(String name, Node key, ScalarNode text) {
        WrittenUri uri = WrittenUri.of(text.getValue());
        if (SENDS.contains(name) && uri.hasPath() && !uri.isKamelet()) {
            id(text, Place.of(key));
            uri(name, text.getValue(), text, false);
        } else {
            rewrites(key, "Karavan writes this " + name + " as a map, with an id that is new each time", FORMAT);
        }
    }

    private void uri(String role, String text, Node at, boolean parameters) {
        WrittenUri uri = WrittenUri.of(text);
        if (uri.isPlaceholder()) {
            if (text.substring(text.indexOf("{{")).contains(":")) {
                loses(at, "Karavan cuts this " + role + " at its first colon, to " + uri.scheme(), "a placeholder without a default, and its value in application.properties");
            }
            return;
        }
        if (!uri.hasPath() || uri.isKamelet()) {
            return;
        }
        if (role.equals("interceptSendToEndpoint")) {
            problems.add(Place.of(at), Rule.DESIGNER_EMPTIES, "Karavan fails at an interceptSendToEndpoint whose uri has a path, opens the file as empty, and saves it so", "leave it out of files that are drawn");
        } else if (!uri.query().isEmpty()) {
            loses(at, "Karavan takes " + uri.query() + " for a part of the path" + (parameters ? "" : ", which goes wrong as soon as an option is set"), uri.asParameters(catalog));
        } else {
            boolean stock = catalog.has(uri.scheme()) && !catalog.isOurs(uri.scheme());
            rewrites(at, "Karavan writes this uri as uri and parameters" + (stock ? "" : "; where its catalog has no " + uri.scheme() + " it loses '" + uri.path() + "'"), uri.asParameters(catalog));
        }
    }

    private void language(NodeTuple tuple) {
        Node body = tuple.getValueNode();
        String name = Nodes.key(tuple);
        if (body instanceof ScalarNode text && !text.getValue().isBlank()) {
            rewrites(tuple.getKeyNode(), "Karavan writes this " + name + " as a map, with an id that is new each time", FORMAT);
        } else if (body instanceof MappingNode map) {
            id(map, Place.of(tuple.getKeyNode()));
            Nodes.get(map, "language").filter(l -> name.equals("language")).ifPresent(l -> loses(l, "Karavan drops the name of the language, " + Nodes.text(l), "a language that has a name of its own, such as simple"));
            map.getValue().forEach(part -> value(name + "." + Nodes.key(part), part));
        }
    }

    private void value(String name, NodeTuple tuple) {
        if (tuple.getValueNode() instanceof ScalarNode text && text.getValue().isBlank()) {
            loses(tuple.getKeyNode(), "Karavan drops " + name + ", whose value is " + (text.getValue().isEmpty() ? "empty" : "blank"), NO_VALUE);
        }
    }

    /** Reports keys that it writes otherwise, here and below. */
    void keys(Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::keys);
        } else if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                key(tuple);
                keys(tuple.getValueNode());
            }
        }
    }

    private void key(NodeTuple tuple) {
        String key = Nodes.key(tuple);
        String camel = camelCase(key);
        if (!camel.equals(key)) {
            loses(tuple.getKeyNode(), "Karavan writes " + camel + " instead of " + key, camel + ":");
        }
    }

    /** As {@code CamelUtil.camelizeName}: parts between dashes begin with a capital letter, the first with a small one. */
    private static String camelCase(String key) {
        String joined = Stream.of(key.split("-")).filter(p -> !p.isEmpty()).map(p -> p.substring(0, 1).toUpperCase(Locale.ROOT) + p.substring(1)).collect(Collectors.joining());
        return joined.isEmpty() ? key : joined.substring(0, 1).toLowerCase(Locale.ROOT) + joined.substring(1);
    }

    private void id(Node body, Place at) {
        if (Nodes.get(body, "id").isEmpty()) {
            withoutId++;
            firstWithoutId = firstWithoutId == null ? at : firstWithoutId;
        }
    }

    /** Reports, once for the file, what has no id. */
    void reportMissingIds() {
        if (firstWithoutId != null) {
            problems.add(firstWithoutId, Rule.DESIGNER_IDS, "Karavan gives this" + (withoutId == 1 ? "" : " and " + (withoutId - 1) + " more in this file") + " a new id at each opening", "id: …     headwater format FILE writes ids that stay");
        }
    }

    private void loses(Node at, String text, String fix) {
        problems.add(Place.of(at), Rule.DESIGNER_LOSES, text, fix);
    }

    private void rewrites(Node at, String text, String fix) {
        problems.add(Place.of(at), Rule.DESIGNER_REWRITES, text, fix);
    }
}
