package io.headwater.runtime.check;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a text is a value of an option's type, as Camel reads them. */
final class OptionTypes {
    private static final Pattern TIME = Pattern.compile("(\\d+(ms|s|m|h|d)?)+|(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(\\d+ms)?");

    private OptionTypes() {}

    /** What the value must be; null when it is that. */
    static @Nullable String wrong(ComponentCatalog.Option option, String value) {
        if (!option.choices().isEmpty()) {
            return option.choices().stream().anyMatch(value::equalsIgnoreCase) ? null : "one of " + String.join(", ", option.choices());
        }
        return switch (option.type()) {
            case "boolean" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false") ? null : "true or false";
            case "integer" -> isNumber(value, true) ? null : "a whole number";
            case "number" -> isNumber(value, false) ? null : "a number, with a point, not a comma";
            case "duration" -> isDuration(value) ? null : "a length of time such as 500ms, 10s or 5m";
            default -> "java.time.Duration".equals(option.javaType()) && !isDuration(value) ? "a length of time such as 500ms, 10s or 5m" : null;
        };
    }

    private static boolean isNumber(String value, boolean whole) {
        try {
            if (whole) {
                Long.parseLong(value);
            } else {
                return Double.isFinite(Double.parseDouble(value)) && !value.endsWith("f") && !value.endsWith("d");
            }
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isDuration(String value) {
        if (!value.isBlank() && TIME.matcher(value.replace(" ", "")).matches()) {
            return true;
        }
        try {
            Duration.parse(value);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
