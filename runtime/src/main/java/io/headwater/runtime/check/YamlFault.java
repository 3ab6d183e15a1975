package io.headwater.runtime.check;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What a YAML parser says, in the words of somebody who writes a route. */
record YamlFault(Place at, String text, String fix) {

    static YamlFault of(MarkedYamlEngineException e, String text) {
        String problem = e.getProblem() == null ? "" : e.getProblem().lines().findFirst().orElse("").strip();
        String context = e.getContext() == null ? "" : e.getContext();
        Place at = Place.of(e.getProblemMark().or(e::getContextMark));
        Place begin = Place.of(e.getContextMark().or(e::getProblemMark));
        if (problem.contains("\\t")) {
            return new YamlFault(at, "a tab stands here, YAML is indented by spaces", "replace each tab by two spaces");
        }
        if (problem.contains("another document")) {
            return new YamlFault(at, "a second document begins here, a route file is one list", "remove the line ---, or make it a file of its own");
        }
        if (problem.contains("mapping values are not allowed")) {
            if (text.lines().skip(at.line() - 1).findFirst().orElse("").substring(0, at.column() - 1).matches("[\\s-]*[\\w-]+")) {
                return new YamlFault(at, "this key does not go on from the line above, which may lack its ':'", "key: value     in the line above");
            }
            return new YamlFault(at, "a ':' stands where no key can be", "put the key on a line of its own, indented by two more spaces; or quote the text that holds ': '");
        }
        if (problem.contains("could not find expected ':'")) {
            return new YamlFault(begin, "a ':' is missing after this key", "key: value");
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
