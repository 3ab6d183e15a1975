package io.headwater.runtime.check;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A route's text without the secrets that stand in it: passwords in URLs, options that are secret by their component or their name, what
 *  is set under such a name, and texts that look like one. Placeholders stay. All else stays as it is, to the letter. */
final class Masked {
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/\\s?#@\"']*@");
    private static final Pattern PAIR = Pattern.compile("(?i)([?&](?:\\w*passw\\w*|\\w*secret\\w*|\\w*token\\w*|api[-_]?key)=)[^&\\s\"'{]+");
    private static final String MASK = "\"***\"";

    private final ComponentCatalog catalog;
    private final TreeMap<Integer, int[]> found = new TreeMap<>();

    private Masked(ComponentCatalog catalog) {
        this.catalog = catalog;
    }

    static String of(String text, ComponentCatalog catalog) {
        Masked masked = new Masked(catalog);
        new Compose(LoadSettings.builder().build()).composeString(text).ifPresent(root -> masked.within(root, null, false));
        // marks count characters, strings their halves
        int[] characters = text.codePoints().toArray();
        StringBuilder out = new StringBuilder(text);
        for (Map.Entry<Integer, int[]> place : masked.found.descendingMap().entrySet()) {
            int from = new String(characters, 0, place.getKey()).length();
            int to = new String(characters, 0, place.getValue()[0]).length();
            out.replace(from, to, MASK + (text.charAt(to - 1) == '\n' ? "\n" : ""));
        }
        return PAIR.matcher(CREDENTIALS.matcher(out).replaceAll("")).replaceAll("$1***");
    }

    private void within(Node node, ComponentCatalog.@Nullable Component component, boolean secret) {
        switch (node) {
            case SequenceNode list -> list.getValue().forEach(item -> within(item, null, secret));
            case MappingNode map -> map(map, component, secret);
            case ScalarNode scalar -> {
                if (!scalar.getValue().contains("{{") && !scalar.getValue().isBlank() && (secret || Secrets.isLook(scalar.getValue()) && !scalar.getValue().contains("?"))) {
                    found.put(scalar.getStartMark().orElseThrow().getIndex(), new int[] {scalar.getEndMark().orElseThrow().getIndex()});
                }
            }
            default -> { /* nothing is in it */ }
        }
    }

    private void map(MappingNode map, ComponentCatalog.@Nullable Component component, boolean secret) {
        ComponentCatalog.Component own = Nodes.get(map, "uri").map(uri -> catalog.find(Nodes.text(uri).split("[:?]", 2)[0])).orElse(null);
        boolean named = Nodes.get(map, "name").map(Nodes::text).filter(Secrets::isCredential).isPresent();
        for (NodeTuple tuple : map.getValue()) {
            String key = Nodes.key(tuple);
            ComponentCatalog.Option option = component == null ? null : component.options().get(key);
            boolean taken = option != null ? option.secret() : tuple.getValueNode() instanceof ScalarNode && Secrets.isCredential(key) && !key.endsWith("File");
            boolean aside = key.equals("id") || key.equals("name") || key.equals("description");
            within(tuple.getValueNode(), key.equals("parameters") ? own : null, !aside && (secret || taken || named));
        }
    }
}
