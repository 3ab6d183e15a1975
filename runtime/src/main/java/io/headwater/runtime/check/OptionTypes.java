package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.runtime.check.ComponentCatalog.Option;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a text is a value of an option's type. Stricter than Camel, which reads {@code 5x} and {@code 1.000} as something. */
final class OptionTypes {
    private static final Pattern TIME = Pattern.compile("\\d{1,18}|(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m(?!s))?(\\d{1,9}s)?(\\d{1,18}ms)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("^(\\d{1,9})(?:\\D|$)");
    private static final List<String> BOTH = List.of("true", "false");
    private static final Set<String> YES = Set.of("yes", "on", "y", "1");
    private static final Set<String> NO = Set.of("no", "off", "n", "0");

    private OptionTypes() {}

    /** What the value must be; null when it is that. */
    static @Nullable String wrong(Option option, String value) {
        if (!option.choices().isEmpty()) {
            return option.choices().stream().anyMatch(value::equalsIgnoreCase) ? null : "one of " + String.join(", ", option.choices());
        }
        if (option.isDuration()) {
            return isDuration(value) ? null : "a length of time such as 500ms, 10s or 1m30s";
        }
        return switch (option.type()) {
            case "boolean" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false") ? null : "true or false";
            case "integer" -> isWhole(value, option.javaType()) ? null : "a whole number" + (value.matches("[+-]?\\d+") ? ", not as large" : "");
            case "number" -> isNumber(value) ? null : "a number" + (value.contains(",") ? ", with a point, not a comma" : "");
            default -> null;
        };
    }

    /** What was likely meant by a wrong value; else a value that is right. */
    static String likely(Option option, String value) {
        String plain = value.strip().toLowerCase(Locale.ROOT);
        if (!option.choices().isEmpty()) {
            String near = Nearest.of(value, option.choices());
            return near == null ? option.example() : near;
        }
        if (option.isDuration()) {
            String joined = plain.replace(" ", "").replaceAll("(?<=\\d)(seconds?|secs?)$", "s").replaceAll("(?<=\\d)(minutes?|min)$", "m").replaceAll("(?<=\\d)(hours?)$", "h");
            return isDuration(joined) ? joined : option.example();
        }
        return switch (option.type()) {
            case "boolean" -> YES.contains(plain) ? "true" : NO.contains(plain) ? "false" : Objects.requireNonNullElse(Nearest.of(plain, BOTH), option.example());
            case "number" -> number(plain).orElse(option.example());
            case "integer" -> leading(plain, option).orElse(option.example());
            default -> option.example();
        };
    }

    /** With a comma for a point, or as a percentage. */
    private static Optional<String> number(String plain) {
        boolean percent = plain.endsWith("%");
        return Optional.of(plain.replace(',', '.').replaceFirst("\\s*%$", "")).filter(OptionTypes::isNumber)
                .map(number -> percent ? new BigDecimal(number).movePointLeft(2).stripTrailingZeros().toPlainString() : number);
    }

    /** A whole number that is followed by something, such as its unit, or grouped by thousands. */
    private static Optional<String> leading(String plain, Option option) {
        Matcher m = WHOLE.matcher(plain.matches("\\d{1,3}([,']\\d{3})+") ? plain.replaceAll("[,']", "") : plain);
        return m.find() && isWhole(m.group(1), option.javaType()) ? Optional.of(m.group(1)) : Optional.empty();
    }

    private static boolean isWhole(String value, String javaType) {
        try {
            return javaType.endsWith("ong") ? Long.valueOf(value) != null : Integer.valueOf(value) != null;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isNumber(String value) {
        return NUMBER.matcher(value).matches() && Double.isFinite(Double.parseDouble(value));
    }

    private static boolean isDuration(String value) {
        if (TIME.matcher(value).matches()) {
            return true;
        }
        try {
            return !Duration.parse(value).isNegative();
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
