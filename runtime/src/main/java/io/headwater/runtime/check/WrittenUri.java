package io.headwater.runtime.check;

import java.util.ArrayList;
import java.util.List;

/** A uri as it is written in a route, taken apart at its first colon as designers do, and at the first question mark that is in no placeholder.
 *
 *  @param scheme what stands before the colon, or before the question mark where there is none
 *  @param path what stands behind, without the slashes that it may begin with, up to the question mark; empty where nothing does
 *  @param pathFrom where it begins; -1 where there is no colon
 *  @param query what stands behind the question mark; empty where nothing does
 *  @param queryFrom where it begins; -1 where there is no question mark */
public record WrittenUri(String scheme, String path, int pathFrom, String query, int queryFrom) {
    /** An option in a uri, as it is written there.
     *
     *  @param name all of it where it has no value
     *  @param from where it begins in the uri
     *  @param valueFrom where its value begins; as {@code from} where it has none */
    public record Pair(String name, String value, int from, int valueFrom) {}

    public static WrittenUri of(String uri) {
        int mark = outside(uri, '?', 0);
        String head = mark < 0 ? uri : uri.substring(0, mark);
        int colon = head.indexOf(':');
        int path = colon < 0 ? -1 : head.startsWith("//", colon + 1) ? colon + 3 : colon + 1;
        return new WrittenUri(colon < 0 ? head : head.substring(0, colon), colon < 0 ? "" : head.substring(path), path, mark < 0 ? "" : uri.substring(mark + 1), mark < 0 ? -1 : mark + 1);
    }

    /** Whether it is a component's name and nothing more. */
    public boolean isBare() {
        return pathFrom < 0 && queryFrom < 0;
    }

    boolean hasPath() {
        return !path.isEmpty() || !query.isEmpty();
    }

    public boolean isKamelet() {
        return scheme.equals("kamelet");
    }

    /** Whether it is known only where it runs. */
    boolean isDynamic() {
        return scheme.contains("${") || path.contains("${");
    }

    /** Whether its component is a placeholder, so that its first colon may belong to a default. */
    public boolean isPlaceholder() {
        return scheme.contains("{{");
    }

    /** Its options, in their order. */
    public List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int from = 0; from < query.length();) {
            int end = outside(query, '&', from);
            String pair = query.substring(from, end < 0 ? query.length() : end);
            int is = pair.indexOf('=');
            int at = queryFrom + from;
            if (!pair.isEmpty()) {
                pairs.add(is < 0 ? new Pair(pair, "", at, at) : new Pair(pair.substring(0, is), pair.substring(is + 1), at, at + is + 1));
            }
            from = end < 0 ? query.length() : end + 1;
        }
        return pairs;
    }

    /** The same as {@code uri} and {@code parameters}. */
    String asParameters(ComponentCatalog catalog) {
        ComponentCatalog.Component component = catalog.find(scheme);
        List<ComponentCatalog.Option> names = component == null ? List.of() : component.pathOptions();
        StringBuilder text = new StringBuilder("uri: ").append(scheme).append("\nparameters:");
        if (!path.isEmpty()) {
            text.append("\n  ").append(names.size() == 1 ? names.getFirst().name() : "name").append(": ").append(path.contains("{{") ? "\"" + path + "\"" : path);
        }
        pairs().forEach(pair -> text.append("\n  ").append(pair.name()).append(pair.valueFrom() == pair.from() ? "" : ": " + pair.value()));
        return text.toString();
    }

    /** The first place of a character that is not within a placeholder; -1 where there is none. */
    private static int outside(String text, char wanted, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("{{", i) || text.startsWith("}}", i)) {
                depth += text.charAt(i++) == '{' ? 1 : -1;
            } else if (depth <= 0 && text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
