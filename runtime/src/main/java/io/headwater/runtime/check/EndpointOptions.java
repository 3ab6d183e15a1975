package io.headwater.runtime.check;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** An endpoint as a route writes it: its scheme, its path, and its options with their places in the file.
 *
 *  @param path what follows the scheme in the uri; null in the house form
 *  @param values options as text, lists and maps as an empty text
 *  @param nodes where each option's value stands
 *  @param keys where each option's name stands */
record EndpointOptions(Node uri, String scheme, @Nullable String path, Map<String, String> values, Map<String, Node> nodes, Map<String, Node> keys) {

    static EndpointOptions read(Node uri, Optional<Node> parameters) {
        String text = uri instanceof ScalarNode s ? s.getValue() : "";
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Node> nodes = new LinkedHashMap<>();
        Map<String, Node> keys = new LinkedHashMap<>();
        int query = text.indexOf('?');
        if (query >= 0) {
            for (String pair : text.substring(query + 1).split("&")) {
                int is = pair.indexOf('=');
                String name = is < 0 ? pair : pair.substring(0, is);
                values.put(name, is < 0 ? "" : URLDecoder.decode(pair.substring(is + 1), StandardCharsets.UTF_8));
                nodes.put(name, uri);
                keys.put(name, uri);
            }
            text = text.substring(0, query);
        }
        if (parameters.orElse(null) instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                String name = tuple.getKeyNode() instanceof ScalarNode s ? s.getValue() : "";
                values.put(name, tuple.getValueNode() instanceof ScalarNode s ? s.getValue() : "");
                nodes.put(name, tuple.getValueNode());
                keys.put(name, tuple.getKeyNode());
            }
        }
        int colon = text.startsWith("{{") ? -1 : text.indexOf(':');
        String path = colon < 0 ? null : text.substring(colon + 1).replaceFirst("^//", "");
        return new EndpointOptions(uri, colon < 0 ? text : text.substring(0, colon), path, values, nodes, keys);
    }
}
