package io.headwater.runtime.consume;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was seen. {@code records = distinct + duplicates + conflicting + late + skipped + malformed}.
 *  <p>Units: records, but for {@code lines}, {@code windows}, {@code missing}. */
final class Tally {
    private static final int GAPS_NAMED = 20;

    long records;
    long distinct;
    long duplicates;
    long conflicting;
    long late;
    long malformed;
    long parts;
    long merged;
    long thinned;
    long covered;
    long lines;
    long again;
    long gaps;
    long missing;
    private final Map<String, Long> skipped = new TreeMap<>();
    private final List<String> named = new ArrayList<>();

    /** True the first time of a type. */
    boolean skip(String type) {
        return skipped.merge(type, 1L, Long::sum) == 1;
    }

    void gap(String sentence, long windows) {
        gaps++;
        missing += windows;
        if (named.size() < GAPS_NAMED) {
            named.add(sentence);
        }
    }

    private long skipped() {
        return skipped.values().stream().mapToLong(n -> n).sum();
    }

    List<String> text() {
        List<String> text = new ArrayList<>();
        text.add(records + " records: " + distinct + " different, " + duplicates + " came again, " + conflicting + " came again with other content, " + late
                + " older than what is remembered, " + skipped() + " skipped, " + malformed + " malformed");
        if (parts > 0) {
            text.add(parts + " records of windows: " + merged + " joined to others of their window, " + thinned + " thinned, " + covered
                    + " that a thinned one stands for");
        }
        text.add(lines + " lines told" + (again > 0 ? ", " + again + " of them take the place of an earlier one" : ""));
        skipped.forEach((type, n) -> text.add("skipped: " + n + " of type " + type));
        if (gaps > 0) {
            text.add(missing + " windows without a record, in " + gaps + " gaps: nothing came then, or they are not here yet, or were dropped");
            named.forEach(gap -> text.add("  " + gap));
            if (gaps > named.size()) {
                text.add("  … and " + (gaps - named.size()) + " more");
            }
        }
        return text;
    }

    ObjectNode json() {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("records", records).put("distinct", distinct).put("duplicates", duplicates).put("conflicting", conflicting).put("late", late);
        o.put("skipped", skipped()).put("malformed", malformed).put("parts", parts).put("merged", merged).put("thinned", thinned).put("covered", covered);
        o.put("lines", lines).put("again", again).put("gaps", gaps).put("missing", missing);
        ObjectNode types = o.putObject("skippedTypes");
        skipped.forEach(types::put);
        return o;
    }
}
