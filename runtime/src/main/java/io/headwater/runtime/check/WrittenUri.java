package io.headwater.runtime.check;

import java.util.List;

/** A uri as it is written in a route, taken apart at its first colon as designers do.
 *
 *  @param scheme what stands before the colon; all of it where there is none
 *  @param path what stands behind, up to the question mark; empty where nothing does
 *  @param query what stands behind the question mark; empty where nothing does */
record WrittenUri(String scheme, String path, String query) {
    static WrittenUri of(String uri) {
        int colon = uri.indexOf(':');
        String rest = colon < 0 ? "" : uri.substring(colon + 1);
        int mark = rest.indexOf('?');
        return new WrittenUri(colon < 0 ? uri : uri.substring(0, colon), mark < 0 ? rest : rest.substring(0, mark), mark < 0 ? "" : rest.substring(mark + 1));
    }

    boolean hasPath() {
        return !path.isEmpty() || !query.isEmpty();
    }

    boolean isKamelet() {
        return scheme.equals("kamelet");
    }

    /** Whether it is known only where it runs. */
    boolean isDynamic() {
        return scheme.contains("${") || path.contains("${");
    }

    /** Whether it begins with a placeholder, so that its first colon may belong to a default. */
    boolean isPlaceholder() {
        return scheme.startsWith("{{");
    }

    /** The same as {@code uri} and {@code parameters}. */
    String asParameters(ComponentCatalog catalog) {
        ComponentCatalog.Component component = catalog.find(scheme);
        List<ComponentCatalog.Option> names = component == null ? List.of() : component.pathOptions();
        StringBuilder text = new StringBuilder("uri: ").append(scheme).append("\nparameters:");
        if (!path.isEmpty()) {
            text.append("\n  ").append(names.size() == 1 ? names.getFirst().name() : "name").append(": ").append(path.contains("{{") ? "\"" + path + "\"" : path);
        }
        for (String option : query.isEmpty() ? new String[0] : query.split("&")) {
            text.append("\n  ").append(option.replaceFirst("=", ": "));
        }
        return text.toString();
    }
}
