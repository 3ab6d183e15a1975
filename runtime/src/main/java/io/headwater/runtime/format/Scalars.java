package io.headwater.runtime.format;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes scalars as js-yaml does with {@code quotingType: '"'}: quotes only where a text would be read as something else.
 *  <p>Source: js-yaml 4.1, {@code lib/dumper.js}; width as Karavan sets it. */
final class Scalars {
    private static final int WIDTH = 170;
    private static final int NARROWEST = 40;
    private static final String NOT_FIRST = "-?:,[]{}#&*!|=>'\"%@`";
    private static final Set<String> WORDS = Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF",
            "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "<<", "=");
    /** Numbers, also in the forms of older YAML, and dates. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*(:[0-5]?[0-9])*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|\\.[0-9_]+([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF))"
            + "|\\.(nan|NaN|NAN)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\\s].*)?");
    private static final String ESCAPES = "\0" + "0" + "\7" + "a" + "\b" + "b" + "\t" + "t" + "\n" + "n" + "\13" + "v" + "\f" + "f" + "\r" + "r" + "\33" + "e"
            + "\"\"" + "\\\\" + "\u0085" + "N" + "\u00a0" + "_" + "\u2028" + "L" + "\u2029" + "P";

    private Scalars() {}

    /** @param indent how far the lines of a text of several lines are indented */
    static String write(Piece.Text text, int indent) {
        return text.string() ? write(text.value(), indent) : text.value();
    }

    private static String write(String text, int indent) {
        int width = Math.max(NARROWEST, WIDTH - indent);
        boolean wide = text.lines().anyMatch(line -> line.length() > width && !line.startsWith(" "));
        if (text.isEmpty() || !text.codePoints().allMatch(c -> c == '\n' || isPrintable(c))) {
            return quoted(text);
        }
        if (text.indexOf('\n') < 0 && !wide) {
            return isPlain(text) ? text : quoted(text);
        }
        String body = wide ? Folding.fold(text, width) : text;
        String shown = body.endsWith("\n") ? body.substring(0, body.length() - 1) : body;
        String margin = " ".repeat(indent);
        return (wide ? ">" : "|") + header(text) + "\n"
                + Stream.of(shown.split("\n", -1)).map(line -> line.isEmpty() ? line : margin + line).collect(Collectors.joining("\n"));
    }

    /** A key: on one line always. */
    static String key(Piece.Text key) {
        return !key.string() || isPlain(key.value()) ? key.value() : quoted(key.value());
    }

    private static String header(String text) {
        String indicator = text.replaceFirst("^\n+", "").startsWith(" ") ? "2" : "";
        boolean clip = text.endsWith("\n");
        return indicator + (clip && (text.endsWith("\n\n") || text.equals("\n")) ? "+" : clip ? "" : "-");
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || WORDS.contains(text) || NUMBER.matcher(text).matches()) {
            return false;
        }
        char last = text.charAt(text.length() - 1);
        return NOT_FIRST.indexOf(text.charAt(0)) < 0 && text.charAt(0) != ' ' && last != ' ' && last != ':'
                && !text.contains(": ") && !text.contains(" #") && text.codePoints().allMatch(Scalars::isPrintable);
    }

    private static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7e || c >= 0xa1 && c <= 0xd7ff && c != 0x2028 && c != 0x2029 || c >= 0xe000 && c <= 0xfffd && c != 0xfeff || c >= 0x10000;
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            int known = c <= 0xffff ? escape((char) c) : -1;
            if (known >= 0) {
                out.append('\\').append(ESCAPES.charAt(known + 1));
            } else if (isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(c <= 0xff ? String.format("\\x%02X", c) : String.format("\\u%04X", c));
            }
        });
        return out.append('"').toString();
    }

    private static int escape(char c) {
        for (int i = 0; i < ESCAPES.length(); i += 2) {
            if (ESCAPES.charAt(i) == c) {
                return i;
            }
        }
        return -1;
    }
}
