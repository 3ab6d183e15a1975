package io.headwater.runtime.format;

import io.headwater.runtime.check.ComponentCatalog;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes uris apart into a component's name and its parameters, where that cannot change what they mean. */
final class Uris {
    private final ComponentCatalog catalog;

    Uris(ComponentCatalog catalog) {
        this.catalog = catalog;
    }

    /** A uri taken apart; or why it is left as it is. */
    sealed interface Split {
        record Apart(String scheme, Map<String, Piece.Text> parameters) implements Split {}

        record Left(String why) implements Split {}
    }

    /** @param given the names of parameters that stand beside the uri
     *  @return empty where there is nothing to take apart */
    Optional<Split> split(String uri, Set<String> given) {
        int colon = uri.indexOf(':');
        int query = outside(uri, '?');
        if (colon < 0 && query < 0) {
            return Optional.empty();
        }
        int placeholder = uri.indexOf("{{");
        if (placeholder >= 0 && (colon < 0 || placeholder < colon) && (query < 0 || placeholder < query)) {
            return Optional.of(new Split.Left("its component is a placeholder"));
        }
        String head = query < 0 ? uri : uri.substring(0, query);
        String tail = query < 0 ? "" : uri.substring(query + 1);
        String scheme = head.substring(0, colon < 0 || colon > head.length() ? head.length() : colon);
        String path = scheme.length() == head.length() ? "" : head.substring(scheme.length() + 1).replaceFirst("^//", "");
        if (scheme.equals("kamelet")) {
            return Optional.empty(); // its name belongs into the uri
        }
        String why = why(scheme, path, tail, uri, given);
        if (why != null) {
            return Optional.of(new Split.Left(why));
        }
        ComponentCatalog.Component component = catalog.find(scheme);
        Map<String, Piece.Text> parameters = new LinkedHashMap<>();
        if (!path.isEmpty()) {
            parameters.put(component.pathOptions().getFirst().name(), new Piece.Text(path, true));
        }
        while (!tail.isEmpty()) {
            int end = outside(tail, '&');
            String pair = end < 0 ? tail : tail.substring(0, end);
            tail = end < 0 ? "" : tail.substring(end + 1);
            int is = pair.indexOf('=');
            if (is < 1 || parameters.containsKey(pair.substring(0, is))) {
                return pair.isEmpty() ? Optional.of(new Split.Apart(scheme, parameters)) : Optional.of(new Split.Left("'" + pair + "' in it is no single option"));
            }
            String name = pair.substring(0, is);
            parameters.put(name, typed(component, name, URLDecoder.decode(pair.substring(is + 1), StandardCharsets.UTF_8)));
        }
        return Optional.of(new Split.Apart(scheme, parameters));
    }

    private @Nullable String why(String scheme, String path, String tail, String uri, Set<String> given) {
        ComponentCatalog.Component component = catalog.find(scheme);
        if (component == null) {
            return "there is no component '" + scheme + "' here that could tell its options";
        } else if (uri.contains("${")) {
            return "it holds an expression";
        } else if (uri.contains("RAW(") || uri.contains("RAW{")) {
            return "it holds RAW";
        } else if (tail.contains("+") || path.contains("%") || !decodes(tail)) {
            return "its + or % can be read in two ways";
        } else if (!tail.isEmpty() && !given.isEmpty()) {
            return "it has options, and parameters stand beside it";
        } else if (!path.isEmpty() && component.pathOptions().size() != 1) {
            return "its path has several parts";
        } else if (!path.isEmpty() && given.contains(component.pathOptions().getFirst().name())) {
            return component.pathOptions().getFirst().name() + " stands beside it once more";
        }
        return null;
    }

    private static boolean decodes(String text) {
        try {
            URLDecoder.decode(text, StandardCharsets.UTF_8);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Numbers and truth values as such, as a person would write them. */
    private static Piece.Text typed(ComponentCatalog.Component component, String name, String value) {
        ComponentCatalog.Option option = component.options().get(name);
        String type = option == null ? "" : option.type();
        boolean plain = type.equals("boolean") && value.matches("true|false") || type.matches("integer|number|duration") && value.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
        return new Piece.Text(value, !plain);
    }

    /** The first place of a character that is not within a placeholder; -1 where there is none. */
    private static int outside(String text, char wanted) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("{{", i) || text.startsWith("}}", i)) {
                depth += text.charAt(i++) == '{' ? 1 : -1;
            } else if (depth <= 0 && text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
