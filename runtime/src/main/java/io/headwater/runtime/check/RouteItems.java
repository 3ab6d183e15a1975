package io.headwater.runtime.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Everything in a part of a route file that has options, in the order of the file: routes, their sources, steps however deep. */
final class RouteItems {
    private static final Set<String> SENDS = Set.of("to", "toD", "wireTap", "poll", "from");
    /** No part has as many; one that repeats itself by aliases can. */
    private static final int MOST_NODES = 100_000;

    private final ComponentCatalog catalog;
    private final boolean isAlone;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Map<String, Integer> unnamed = new HashMap<>();
    private int nodes;

    private RouteItems(ComponentCatalog catalog, boolean isAlone) {
        this.catalog = catalog;
        this.isAlone = isAlone;
    }

    /** What has options.
     *
     *  @param key the same in a part that was changed: its id; where it has none, its kind and the how manieth of that it is
     *  @param role {@code step}, {@code source}, or what it is at the top of the file
     *  @param holder the key of what it stands in; empty at the top
     *  @param branch in which of its holder's lists
     *  @param what the component that it sends to; its name in the YAML DSL where it sends to none
     *  @param component what the catalog has of that; null where it has nothing
     *  @param options as they are written, with those of the uri; what stands deeper has a name of several words */
    record Item(String key, String role, String holder, String branch, String what, ComponentCatalog.@Nullable Component component,
            Map<String, String> options) {
        /** The list that it is in. */
        String list() {
            return (holder + " " + branch).strip();
        }

        /** A value without what may be secret in it. */
        String shown(String option) {
            ComponentCatalog.Option known = component == null ? null : component.options().get(option);
            return Secrets.shown(options.get(option), known == null ? Secrets.isName(option) || isNamedSecret(option) : known.secret());
        }

        /** Whether it is the value of something whose name stands beside it, such as a header. */
        private boolean isNamedSecret(String option) {
            for (int end = option.length(); end >= 0; end = option.lastIndexOf(' ', end - 1)) {
                String beside = end == 0 ? "name" : option.substring(0, end) + " name";
                if (Secrets.isName(options.getOrDefault(beside, ""))) {
                    return !option.equals(beside);
                }
            }
            return Secrets.isName(options.getOrDefault("name", "")) && !option.equals("name");
        }
    }

    /** The items by their keys.
     *
     *  @param isAlone whether it is one route, so that its steps need not be told from those of others
     *  <p>Errors: {@link IllegalArgumentException} where there is no end of them. */
    static Map<String, Item> of(Node root, ComponentCatalog catalog, boolean isAlone) {
        RouteItems all = new RouteItems(catalog, isAlone);
        if (root instanceof SequenceNode list) {
            list.getValue().forEach(entry -> all.step(entry, "", ""));
        }
        return all.items;
    }

    private void step(Node node, String holder, String branch) {
        if (!(node instanceof MappingNode map) || map.getValue().isEmpty()) {
            add("step", holder, branch, "", "empty", null);
            return;
        }
        for (NodeTuple tuple : map.getValue()) {
            String kind = Nodes.key(tuple);
            Node body = tuple.getValueNode();
            String role = holder.isEmpty() ? kind.equals("from") ? "source" : kind : "step";
            item(role, holder, branch, kind, body);
        }
    }

    private void item(String role, String holder, String branch, String kind, Node body) {
        Node at = body instanceof ScalarNode ? body : Nodes.get(body, "uri").orElse(body);
        boolean sends = SENDS.contains(kind) && at instanceof ScalarNode;
        WrittenUri uri = WrittenUri.of(sends ? Nodes.text(at) : "");
        boolean plain = sends && !uri.isDynamic() && !uri.isPlaceholder();
        String what = plain ? uri.scheme() : kind;
        Item item = add(role, holder, branch, Nodes.get(body, "id").map(Nodes::text).orElse(""), what, plain ? catalog.find(what) : null);
        if (plain) {
            taken(uri, item);
        } else if (sends) {
            item.options.put("uri", Nodes.text(at));
        }
        if (role.equals("source")) {
            item.options.put("id", Nodes.get(body, "id").map(Nodes::text).orElse(""));
        }
        if (!sends || body instanceof MappingNode) {
            options(body, "", item, kind);
        }
    }

    private static void taken(WrittenUri uri, Item item) {
        List<ComponentCatalog.Option> path = item.component == null ? List.of() : item.component.pathOptions();
        if (!uri.path().isEmpty()) {
            item.options.put(path.size() == 1 ? path.getFirst().name() : "path", uri.path());
        }
        uri.pairs().forEach(pair -> item.options.put(pair.name(), pair.value()));
    }

    private Item add(String role, String holder, String branch, String id, String what, ComponentCatalog.@Nullable Component component) {
        String key = id;
        String list = (holder + " " + branch).strip();
        if (role.equals("source")) {
            key = "the source" + (list.isEmpty() ? "" : " of " + list);
        } else if (id.isEmpty()) {
            String first = what + (list.isEmpty() || isAlone && items.get(holder).role.equals("route") ? "" : " in " + list);
            int count = unnamed.merge(first, 1, Integer::sum);
            key = count == 1 ? first : what + " " + count + first.substring(what.length());
        } else if (!role.equals("step")) {
            key = role + " " + id;
        }
        while (items.containsKey(key)) {
            key += " again";
        }
        Item item = new Item(key, role, holder, branch, what, component, new LinkedHashMap<>());
        items.put(key, item);
        return item;
    }

    private void options(Node node, String name, Item item, String kind) {
        if (++nodes > MOST_NODES) {
            throw new IllegalArgumentException("more than " + MOST_NODES + " values");
        }
        if (node instanceof MappingNode map && !map.getValue().isEmpty()) {
            for (NodeTuple tuple : map.getValue()) {
                option(Nodes.key(tuple), tuple.getValueNode(), name, item, kind);
            }
        } else if (node instanceof SequenceNode list && list.getValue().stream().anyMatch(n -> !(n instanceof ScalarNode))) {
            for (int i = 0; i < list.getValue().size(); i++) {
                Node entry = list.getValue().get(i);
                options(entry, name + " " + Nodes.get(entry, "id").map(Nodes::text).orElse(Integer.toString(i + 1)), item, kind);
            }
        } else {
            List<String> values = node instanceof SequenceNode list ? list.getValue().stream().map(Nodes::text).toList() : List.of(Nodes.text(node));
            item.options.put(name.isEmpty() ? kind : name, String.join(", ", values));
        }
    }

    private void option(String key, Node value, String name, Item item, String kind) {
        if (key.equals("steps") && value instanceof SequenceNode steps) {
            String holder = item.role.equals("source") && !item.holder.isEmpty() ? item.holder : item.key;
            steps.getValue().forEach(step -> step(step, holder, name));
        } else if (key.equals("from") && name.isEmpty() && kind.startsWith("route")) {
            item("source", item.key, "", key, value);
        } else if (key.equals("parameters")) {
            options(value, name, item, kind);
        } else if (!name.isEmpty() || !key.equals("id") && !(key.equals("uri") && SENDS.contains(kind))) {
            options(value, (name + " " + key).strip(), item, kind);
        }
    }

    /** Every option that one of two has. */
    static Set<String> options(Item one, Item other) {
        Set<String> all = new TreeSet<>(one.options.keySet());
        all.addAll(other.options.keySet());
        return all;
    }
}
