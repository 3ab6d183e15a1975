package io.headwater.runtime.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.exchange.Rule;
import io.headwater.runtime.check.FileProblems;
import io.headwater.runtime.check.Nodes;
import io.headwater.runtime.check.Place;
import io.headwater.runtime.format.Piece.Entry;
import io.headwater.runtime.format.Piece.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns what a file holds into the house form: short forms written out, ids given, keys in order. What it does not know stays as it is. */
final class Rewriter {
    /** How Karavan orders the entries of a file. */
    private static final List<String> TOP = List.of("restConfiguration", "rest", "routeTemplate", "templatedRoute", "route", "beans", "routeConfiguration");
    private static final Set<String> ENDPOINTS = Set.of("FromDefinition", "RouteFromDefinitionDeserializer", "ToDefinition", "ToDynamicDefinition", "WireTapDefinition", "PollDefinition");
    private static final String EMPTY = "";

    private final Dsl dsl;
    private final Uris uris;
    private final FileProblems problems;
    private final Ids ids;
    private final RouteIds routeIds;
    private boolean template;

    Rewriter(Dsl dsl, Uris uris, FileProblems problems, Ids ids, RouteIds routeIds) {
        this.dsl = dsl;
        this.uris = uris;
        this.problems = problems;
        this.ids = ids;
        this.routeIds = routeIds;
    }

    Piece.Items file(Node root) {
        List<Item> items = new ArrayList<>();
        if (root instanceof SequenceNode list) {
            list.getValue().forEach(entry -> items.add(new Item(entry, top(entry))));
        }
        if (items.stream().allMatch(i -> TOP.contains(head(i)))) { // others mean something by where they stand
            items.sort(Comparator.comparingInt(i -> TOP.indexOf(head(i))));
        }
        return new Piece.Items(items);
    }

    private static String head(Item item) {
        return item.value instanceof Piece.Fields f && f.entries().size() == 1 ? f.entries().getFirst().key.value() : EMPTY;
    }

    private Piece top(Node entry) {
        JsonNode part = dsl.file().path("items");
        String key = entry instanceof MappingNode map && map.getValue().size() == 1 ? Nodes.key(map.getValue().getFirst()) : EMPTY;
        template = key.equals("routeTemplate");
        Piece piece = part(part, entry, EMPTY);
        template = false;
        if (!key.equals("from") || !(piece instanceof Piece.Fields from) || !(from.entries().getFirst().value instanceof Piece.Fields)) {
            return piece;
        }
        List<Entry> route = new ArrayList<>();
        route.add(Entry.of("id", routeIds.next(problems.file())));
        route.addAll(from.entries());
        return new Piece.Fields(List.of(new Entry(new Piece.Text("route", true), null, new Piece.Fields(route))));
    }

    /** @param part what the schema tells of it
     *  @param key below which key it stands */
    private Piece part(JsonNode part, Node node, String key) {
        if (node instanceof SequenceNode list) {
            JsonNode each = dsl.resolved(part).path("items");
            return new Piece.Items(list.getValue().stream().map(n -> new Item(n, part(each, n, key.replaceFirst("s$", "")))).toList());
        }
        Dsl.Kind kind = part.isMissingNode() || part.isEmpty() ? null : dsl.kind(part, key);
        if (kind == null) {
            return node instanceof MappingNode map ? new Piece.Fields(map.getValue().stream().map(t -> entry(t, asItIs(t.getValueNode()))).collect(Collectors.toList())) : asItIs(node);
        }
        if (node instanceof MappingNode map) {
            return map(kind, map, key);
        } else if (node instanceof ScalarNode text && Nodes.isNothing(node) && kind.hasId() && !template) {
            return finish(kind, new ArrayList<>(), key);
        } else if (node instanceof ScalarNode text && !Nodes.isNothing(node) && kind.brief() != null) {
            List<Entry> entries = new ArrayList<>(List.of(new Entry(new Piece.Text(kind.brief(), true), node, asItIs(node))));
            return finish(kind, entries, key);
        }
        return asItIs(node);
    }

    private Piece map(Dsl.Kind kind, MappingNode map, String key) {
        List<Entry> entries = new ArrayList<>();
        List<Entry> bare = new ArrayList<>();
        for (NodeTuple tuple : map.getValue()) {
            String name = Nodes.key(tuple);
            Node value = tuple.getValueNode();
            if (name.equals("id") && kind.hasId() && Nodes.text(value).isEmpty() && value instanceof ScalarNode && !template) {
                entries.add(entry(tuple, new Piece.Text(nextId(kind, key), true)));
                continue;
            }
            JsonNode part = kind.fields().get(name);
            Entry entry = entry(tuple, part == null || name.equals("parameters") && !part.has("items") ? asItIs(value) : part(part, value, name));
            boolean language = kind.expression() && Dsl.isLanguage(kind, name) && Nodes.get(map, "expression").isEmpty();
            (language ? bare : entries).add(entry);
        }
        if (!bare.isEmpty()) {
            entries.add(new Entry(new Piece.Text("expression", true), null, new Piece.Fields(bare)));
        }
        return finish(kind, entries, key);
    }

    /** What is written of a kind once its entries are known. */
    private Piece finish(Dsl.Kind kind, List<Entry> entries, String key) {
        if (ENDPOINTS.contains(kind.name())) {
            takeApart(entries);
        }
        if (kind.hasId() && !template && entries.stream().noneMatch(e -> e.key.value().equals("id"))) {
            entries.addFirst(Entry.of("id", nextId(kind, key)));
        }
        List<String> order = kind.order();
        entries.sort(Comparator.comparingInt(e -> rank(order, e.key.value())));
        return new Piece.Fields(entries);
    }

    private String nextId(Dsl.Kind kind, String key) {
        return kind.name().equals("RouteDefinition") ? routeIds.next(problems.file()) : ids.next(key);
    }

    private static int rank(List<String> order, String key) {
        int place = order.indexOf(key);
        return key.equals("steps") ? Integer.MAX_VALUE : key.equals("id") ? -1 : key.equals("parameters") ? order.size() : place >= 0 ? place : order.size() + 1;
    }

    private void takeApart(List<Entry> entries) {
        Entry uri = find(entries, "uri");
        Entry parameters = find(entries, "parameters");
        if (uri == null || uri.from == null || !(uri.value instanceof Piece.Text text) || parameters != null && !(parameters.value instanceof Piece.Fields)) {
            return;
        }
        List<Entry> given = (parameters != null && parameters.value instanceof Piece.Fields f ? f.entries() : List.<Entry>of()).stream()
                .map(e -> e.value instanceof Piece.Text value ? new Entry(e.key, e.from, uris.number(text.value(), e.key.value(), value)) : e).toList();
        Set<String> names = given.stream().map(e -> e.key.value()).collect(Collectors.toCollection(LinkedHashSet::new));
        switch (uris.split(text.value(), names).orElse(null)) {
            case Uris.Split.Apart(String scheme, var found) -> {
                List<Entry> all = new ArrayList<>();
                found.forEach((name, value) -> all.add(new Entry(new Piece.Text(name, true), null, value)));
                all.addAll(given);
                entries.set(entries.indexOf(uri), new Entry(uri.key, uri.from, new Piece.Text(scheme, true)));
                Entry written = new Entry(new Piece.Text("parameters", true), parameters == null ? null : parameters.from, new Piece.Fields(all));
                if (parameters != null) {
                    entries.set(entries.indexOf(parameters), written);
                } else if (!all.isEmpty()) {
                    entries.add(written);
                }
            }
            case Uris.Split.Left(String why) -> problems.add(Place.of(uri.from), Rule.HOUSE_FORM, "the uri is left as it is: " + why, "uri: <component>, and its options below parameters");
            case null -> {
                if (parameters != null) {
                    entries.set(entries.indexOf(parameters), new Entry(parameters.key, parameters.from, new Piece.Fields(given)));
                }
            }
        }
    }

    private static @Nullable Entry find(List<Entry> entries, String key) {
        return entries.stream().filter(e -> e.key.value().equals(key)).findFirst().orElse(null);
    }

    private static Entry entry(NodeTuple tuple, Piece value) {
        return new Entry(text((ScalarNode) tuple.getKeyNode()), tuple.getKeyNode(), value);
    }

    private static Piece asItIs(Node node) {
        return switch (node) {
            case MappingNode map -> new Piece.Fields(map.getValue().stream().map(t -> entry(t, asItIs(t.getValueNode()))).toList());
            case SequenceNode list -> new Piece.Items(list.getValue().stream().map(n -> new Item(n, asItIs(n))).toList());
            case ScalarNode scalar -> text(scalar);
            default -> throw new IllegalStateException(node.getNodeType().toString());
        };
    }

    private static Piece.Text text(ScalarNode scalar) {
        boolean string = scalar.getTag().equals(Tag.STR) || scalar.getTag().equals(Tag.ENV_TAG); // ${body} is one to the parser
        return new Piece.Text(Nodes.isNothing(scalar) ? "null" : scalar.getValue(), string);
    }
}
