package io.headwater.runtime.format;

import io.headwater.runtime.check.ComponentCatalog;
import io.headwater.runtime.check.WrittenUri;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes uris apart into a component's name and its parameters, where that cannot change what they mean. */
final class Uris {
    private static final String DECIMAL = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?";
    /** Beyond, JavaScript may write an exponent. */
    private static final int LONGEST = 17;

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
        WrittenUri written = WrittenUri.of(uri);
        if (written.isBare() || written.isKamelet()) { // a Kamelet's name belongs into the uri
            return Optional.empty();
        }
        String why = written.isPlaceholder() ? "its component is a placeholder" : why(written, uri, given);
        if (why != null) {
            return Optional.of(new Split.Left(why));
        }
        ComponentCatalog.Component component = catalog.find(written.scheme());
        Map<String, Piece.Text> parameters = new LinkedHashMap<>();
        if (!written.path().isEmpty()) {
            parameters.put(component.pathOptions().getFirst().name(), new Piece.Text(written.path(), true));
        }
        for (WrittenUri.Pair pair : written.pairs()) {
            if (pair.valueFrom() <= pair.from() + 1 || parameters.containsKey(pair.name())) {
                return Optional.of(new Split.Left("'" + uri.substring(pair.from(), pair.valueFrom() + pair.value().length()) + "' in it is no single option"));
            }
            parameters.put(pair.name(), typed(component, pair.name(), URLDecoder.decode(pair.value(), StandardCharsets.UTF_8)));
        }
        return Optional.of(new Split.Apart(written.scheme(), parameters));
    }

    private @Nullable String why(WrittenUri written, String uri, Set<String> given) {
        ComponentCatalog.Component component = catalog.find(written.scheme());
        String path = written.path();
        String tail = written.query();
        if (component == null) {
            return "there is no component '" + written.scheme() + "' here that could tell its options";
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
        boolean plain = type.equals("boolean") && value.matches("true|false") || type.matches("integer|number|duration") && value.matches(DECIMAL);
        return number(type, new Piece.Text(value, !plain));
    }

    /** A number as designers write it, {@code 0.40} as {@code 0.4}, where the option is one; all else as it is.
     *
     *  @param uri of the endpoint that has the option */
    Piece.Text number(String uri, String name, Piece.Text value) {
        ComponentCatalog.Component component = value.string() ? null : catalog.find(uri.split("[:?]", 2)[0]);
        ComponentCatalog.Option option = component == null ? null : component.options().get(name);
        return option == null ? value : number(option.type(), value);
    }

    /** <p>Source: ECMAScript, Number::toString, as far as it writes no exponent. */
    private static Piece.Text number(String type, Piece.Text value) {
        if (value.string() || !type.matches("integer|number") || !value.value().matches(DECIMAL)) {
            return value;
        }
        BigDecimal number = new BigDecimal(value.value());
        String text = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        return new BigDecimal(Double.toString(number.doubleValue())).compareTo(number) == 0 && text.length() <= LONGEST ? new Piece.Text(text, false) : value;
    }
}
