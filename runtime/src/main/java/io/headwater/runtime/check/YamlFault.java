package io.headwater.runtime.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What a YAML parser says, in the words of somebody who writes a route. */
record YamlFault(Place at, String text, String fix) {
    /** What git leaves where two versions could not be merged. */
    private static final Pattern MERGE = Pattern.compile("<{7}|={7}|>{7}");
    /** What somebody writes who means a key and its value. */
    private static final Pattern PAIR = Pattern.compile("([A-Za-z][\\w-]*)\\s*[:=]\\s*([^/].*)");

    private static String line(String text, Place at) {
        return text.lines().skip(at.line() - 1L).findFirst().orElse("");
    }

    static YamlFault of(MarkedYamlEngineException e, String text) {
        String problem = e.getProblem() == null ? "" : e.getProblem().lines().findFirst().orElse("").strip();
        String context = e.getContext() == null ? "" : e.getContext();
        Place at = Place.of(e.getProblemMark().or(e::getContextMark));
        Place begin = Place.of(e.getContextMark().or(e::getProblemMark));
        String line = line(text, at);
        for (Place place : List.of(at, begin)) {
            if (MERGE.matcher(line(text, place)).lookingAt()) {
                return new YamlFault(place, "a merge was left half done here", "keep one of the two versions, and remove the lines <<<<<<<, ======= and >>>>>>>");
            }
        }
        if (problem.contains("\\t")) {
            return new YamlFault(at, "a tab stands here, YAML is indented by spaces", "replace each tab by two spaces");
        }
        if (problem.contains("another document")) {
            return new YamlFault(at, "a second document begins here, a route file is one list", "remove the line ---, or make it a file of its own");
        }
        if (problem.contains("mapping values are not allowed")) {
            if (line.substring(0, at.column() - 1).matches("[\\s-]*[\\w-]+")) {
                return new YamlFault(at, "this key does not go on from the line above: that one lacks its ':', or this one stands too far in", "key: value     in the line above, or fewer spaces here");
            }
            return new YamlFault(at, "a ':' stands where no key can be", "put the key on a line of its own, indented by two more spaces; or quote the text that holds ': '");
        }
        if (problem.contains("could not find expected ':'")) {
            Matcher pair = PAIR.matcher(line(text, begin).strip());
            return new YamlFault(begin, "a ':' and a blank are missing after this key", pair.matches() ? pair.group(1) + ": " + pair.group(2) : "key: value");
        }
        if (context.contains("quoted scalar")) {
            return new YamlFault(begin, "a quote opens here and is never closed", "close it on the same line");
        }
        if (context.contains("flow mapping") || context.contains("flow sequence")) {
            boolean map = context.contains("mapping");
            return new YamlFault(begin, (map ? "a brace '{'" : "a bracket '['") + " opens here and is not closed as it must be", "close it with " + (map ? "}" : "]") + ", or quote the text");
        }
        if (problem.startsWith("expected <block end>")) {
            return new YamlFault(at, "this line's indentation fits none of the lines above", "indent it as the lines that it belongs with");
        }
        if (problem.contains("undefined alias") || context.contains("alias")) {
            return new YamlFault(context.contains("alias") ? begin : at, "a text that begins with * is an alias, and there is no such anchor", "quote the text");
        }
        if (problem.contains("that cannot start any token")) {
            return new YamlFault(at, "a text cannot begin with this character", "quote the text");
        }
        return new YamlFault(at, "this is no YAML: " + (problem.isEmpty() ? "it cannot be read" : problem), "check the indentation, quotes and colons here and in the line above");
    }
}
