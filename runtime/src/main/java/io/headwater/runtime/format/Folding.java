package io.headwater.runtime.format;

/** Breaks long lines at spaces, so that a folded scalar reads as the text it was.
 *  <p>Source: js-yaml 4.1, {@code foldString} and {@code foldLine}. */
final class Folding {
    private Folding() {}

    static String fold(String text, int width) {
        int first = text.indexOf('\n');
        int start = first < 0 ? text.length() : first;
        StringBuilder out = new StringBuilder(line(text.substring(0, start), width));
        boolean moreIndented = text.startsWith("\n") || text.startsWith(" ");
        while (start < text.length()) {
            int breaks = start;
            while (breaks < text.length() && text.charAt(breaks) == '\n') {
                breaks++;
            }
            int end = text.indexOf('\n', breaks);
            String next = text.substring(breaks, end < 0 ? text.length() : end);
            boolean indented = next.startsWith(" ");
            out.append("\n".repeat(breaks - start)).append(!moreIndented && !indented && !next.isEmpty() ? "\n" : "").append(line(next, width));
            moreIndented = indented;
            start = breaks + next.length();
        }
        return out.toString();
    }

    private static String line(String line, int width) {
        if (line.isEmpty() || line.startsWith(" ")) {
            return line;
        }
        StringBuilder out = new StringBuilder();
        int start = 0;
        int before = 0;
        for (int space = line.indexOf(' '); space >= 0; space = line.indexOf(' ', space + 1)) {
            if (space + 1 >= line.length() || line.charAt(space + 1) == ' ') {
                continue; // only a single space can be a break
            }
            if (space - start > width) {
                int end = before > start ? before : space;
                out.append('\n').append(line, start, end);
                start = end + 1;
            }
            before = space;
        }
        out.append('\n');
        if (line.length() - start > width && before > start) {
            out.append(line, start, before).append('\n').append(line.substring(before + 1));
        } else {
            out.append(line.substring(start));
        }
        return out.substring(1);
    }
}
