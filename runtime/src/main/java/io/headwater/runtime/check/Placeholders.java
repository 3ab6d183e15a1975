package io.headwater.runtime.check;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves {@code {{name}}} and {@code {{name:default}}} as the application will: from system properties and the environment. */
final class Placeholders {
    private static final Pattern FORM = Pattern.compile("\\{\\{\\??([^:{}]+)(?::([^{}]*))?}}");

    private Placeholders() {}

    /** A text without placeholders, or the name of one that has no value. */
    record Resolved(String text, @Nullable String missing) {}

    static Resolved resolve(String raw) {
        Matcher m = FORM.matcher(raw);
        StringBuilder text = new StringBuilder();
        while (m.find()) {
            String name = m.group(1).strip();
            String value = value(name);
            if (value == null) {
                value = m.group(2);
            }
            if (value == null) {
                return new Resolved(raw, name);
            }
            m.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return new Resolved(m.appendTail(text).toString(), null);
    }

    private static @Nullable String value(String name) {
        String property = name.startsWith("env:") ? null : System.getProperty(name);
        String variable = name.startsWith("env:") ? name.substring(4) : name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return property != null ? property : System.getenv(variable);
    }
}
