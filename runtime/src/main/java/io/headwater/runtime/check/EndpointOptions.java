package io.headwater.runtime.check;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** An endpoint as a route writes it: its scheme, its path, and its options with their places in the file.
 *
 *  @param at where the uri stands
 *  @param path what follows the scheme in the uri; null in the house form
 *  @param pathAt where the path stands
 *  @param given the options, by name */
record EndpointOptions(Place at, String scheme, @Nullable String path, Place pathAt, Map<String, Given> given) {

    /** An option as it is written.
     *
     *  @param key where its name stands
     *  @param at where its value stands
     *  @param node its value; null in the short form, where it is a part of the uri */
    record Given(String value, Place key, Place at, @Nullable Node node) {
        boolean isShort() {
            return node == null;
        }
    }

    /** @param uri the uri with its placeholders resolved; places are told for the whole uri where that changed it */
    static EndpointOptions read(ScalarNode written, String uri, Optional<Node> parameters) {
        Map<String, Given> given = new LinkedHashMap<>();
        WrittenUri apart = WrittenUri.of(uri);
        boolean same = written.getValue().equals(uri);
        for (WrittenUri.Pair pair : apart.pairs()) {
            Place key = same ? Place.inside(written, pair.from()) : Place.of(written);
            Place value = same ? Place.inside(written, pair.valueFrom()) : key;
            given.put(pair.name(), new Given(decoded(pair.value()), key, value, null));
        }
        if (parameters.orElse(null) instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                Node value = tuple.getValueNode();
                given.put(Nodes.key(tuple), new Given(Nodes.isNothing(value) ? "" : Nodes.text(value), Place.of(tuple.getKeyNode()), Place.of(value), value));
            }
        }
        boolean hasPath = apart.pathFrom() >= 0;
        Place pathAt = same && hasPath ? Place.inside(written, apart.pathFrom()) : Place.of(written);
        return new EndpointOptions(Place.of(written), apart.scheme(), hasPath ? apart.path() : null, pathAt, given);
    }

    /** What to write for an option: a line of parameters, or a part of the uri when that is where the option stands. */
    String fix(String option, String house) {
        Given there = given.get(option);
        String begin = option + ": ";
        if (!house.startsWith(begin)) {
            return house;
        }
        if (there != null) {
            return there.isShort() ? option + "=" + house.substring(begin.length()) : house;
        }
        return path != null && !path.isEmpty() ? scheme + ":" + house.substring(begin.length()) : house;
    }

    /** What to write for parameters that are no map: where they are a list of maps, the same without dashes. */
    static String asMap(Node parameters) {
        List<String> lines = new ArrayList<>();
        if (parameters instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode map) {
                    map.getValue().stream().filter(t -> t.getValueNode() instanceof ScalarNode)
                            .forEach(t -> lines.add(Nodes.key(t) + ": " + (Nodes.key(t).toLowerCase(Locale.ROOT).contains("password") ? "…" : Nodes.text(t.getValueNode()))));
                }
            }
        }
        return "parameters:\n  " + (lines.isEmpty() ? "name: value" : String.join("\n  ", lines));
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // a % that begins no code stands for itself
        }
    }
}
