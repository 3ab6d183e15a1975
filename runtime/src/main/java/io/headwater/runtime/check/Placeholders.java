package io.headwater.runtime.check;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves {@code {{name}}}, {@code {{name:default}}}, {@code {{?name}}}, {@code {{env:NAME}}} and {@code {{sys:name}}} as the
 *  application will: from system properties and the environment. */
final class Placeholders {
    private static final Pattern FORM = Pattern.compile("\\{\\{(\\?)?((?:env:|sys:)?[^:{}]+)(?::([^{}]*))?}}");
    /** Values may hold placeholders of their own; one that holds itself ends here. */
    private static final int DEEPEST = 10;

    private Placeholders() {}

    /** A text without placeholders, or the name of one that has no value. */
    record Resolved(String text, @Nullable String missing) {}

    static Resolved resolve(String raw) {
        String text = raw;
        for (int depth = 0; depth < DEEPEST && text.contains("{{"); depth++) {
            Matcher m = FORM.matcher(text);
            StringBuilder next = new StringBuilder();
            boolean any = false;
            while (m.find()) {
                any = true;
                String name = m.group(2).strip();
                String value = value(name);
                if (value == null) {
                    value = m.group(3) == null && m.group(1) != null ? "" : m.group(3);
                }
                if (value == null) {
                    return new Resolved(raw, name);
                }
                m.appendReplacement(next, Matcher.quoteReplacement(value));
            }
            if (!any) {
                break;
            }
            text = m.appendTail(next).toString();
        }
        return new Resolved(text, null);
    }

    /** How to give a placeholder a value. */
    static String fix(String missing) {
        String name = missing.replaceFirst("^(env|sys):", "");
        return "export " + variable(name) + "=…     or a default: \"{{" + missing + ":…}}\"";
    }

    /** The value of a setting; null where it has none. */
    static @Nullable String value(String name) {
        if (name.startsWith("env:")) {
            return System.getenv(name.substring(4));
        }
        String property = System.getProperty(name.startsWith("sys:") ? name.substring(4) : name);
        return property != null || name.startsWith("sys:") ? property : System.getenv(variable(name));
    }

    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
