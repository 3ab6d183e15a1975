package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Checks the expressions of one file: that this build has their language, that Camel's Simple language can read those written in it, and
 *  comparisons that give a wrong answer in silence. Camel itself finds out when a route starts, or never. */
final class ExpressionCheck {
    private static final String SEE = "https://camel.apache.org/components/next/languages/simple-language.html";
    /** Steps whose expression is a condition. */
    private static final Set<String> CONDITIONS = Set.of("filter", "when", "onWhen", "validate", "completionPredicate", "retryWhile", "continued", "handled");
    private static final Pattern LOCATION = Pattern.compile("at location (\\d+)");
    private static final Pattern COMPARED = Pattern.compile(
            "(?<left>\\$\\{[^{}]*})\\s+(?<operator>>=?|<=?|==|!=)\\s+(?<quote>['\"]?)(?<number>-?\\d+(?<fraction>[.,]\\d+)?)\\k<quote>(?![\\w.,'\"])");
    /** What is a float in this project's own values. */
    private static final Pattern FLOATS = Pattern.compile("\\.(score|x1|y1|x2|y2|area)(\\(\\))?}$");
    private static final Pattern RANGE = Pattern.compile("(?<left>\\$\\{[^{}]*})\\s+range\\s+(?<quote>['\"])(?<low>-?\\d+)\\.\\.(?<high>-?\\d+)\\k<quote>");
    /** What is a whole number always. */
    private static final Pattern COUNTS = Pattern.compile("(?i)(index|size|length|counter|count|sequence)(\\(.*\\))?}$|\\.count\\(");
    /** How other languages write it. */
    private static final Map<Pattern, String> OTHERS = Map.of(
            Pattern.compile("(?i)\\s(and)\\s"), "&&", Pattern.compile("(?i)\\s(or)\\s"), "||", Pattern.compile("[^=!<>~]\\s*(=)\\s*[^=~]"), "==", Pattern.compile("(<>)"), "!=");
    private static final Pattern TIGHT = Pattern.compile("}\\s*(>=|<=|==|!=|>|<)\\s*");

    private final FileProblems problems;
    private final ComponentCatalog catalog;
    private final SimpleText simple;

    ExpressionCheck(FileProblems problems, ComponentCatalog catalog, SimpleText simple) {
        this.problems = problems;
        this.catalog = catalog;
        this.simple = simple;
    }

    /** Looks at a part of a file and all below it.
     *
     *  @param step the step that it belongs to
     *  @param template whether placeholders get their values later */
    void walk(String step, Node node, boolean template) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> walk(step, item, template));
        } else if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                String key = Nodes.key(tuple);
                Node value = tuple.getValueNode();
                boolean later = template || key.equals("routeTemplate");
                if (key.equals("expression") && value instanceof MappingNode languages) {
                    languages.getValue().forEach(l -> language(step, l, later));
                } else if (key.equals("expression") && value instanceof ScalarNode text && !Nodes.isNothing(value) && (CONDITIONS.contains(step) || catalog.isStep(step))) {
                    problems.add(Place.of(text), Rule.EXPRESSION, "an expression must name its language, this is the bare text " + text.getValue(), "expression:\n  simple: " + quoted(text.getValue()), SEE);
                } else if (key.equals("parameters")) {
                    continue; // texts of components
                } else if (ComponentCatalog.isInlineLanguage(key) && (CONDITIONS.contains(step) || catalog.isStep(step))) {
                    language(step, tuple, later);
                } else if ((key.equals("log") || step.equals("log") && key.equals("message")) && value instanceof ScalarNode text) {
                    text(text, false, later);
                } else {
                    walk(key.equals("steps") || key.equals("expression") ? step : key, value, later);
                }
            }
        }
    }

    /** As YAML reads it as a text. */
    private static String quoted(String text) {
        return text.matches("[$\\w][^#]*") && !text.contains(": ") ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void language(String step, NodeTuple tuple, boolean template) {
        String language = Nodes.key(tuple);
        if (!ComponentCatalog.LANGUAGES.contains(language)) {
            return; // Camel's loader tells
        }
        if (!catalog.hasLanguage(language)) {
            problems.add(Place.of(tuple.getKeyNode()), Rule.UNKNOWN_LANGUAGE, "this build has no expression language " + language, "simple, or a component that does the same", SEE);
        } else if (language.equals("simple")) {
            Node text = tuple.getValueNode() instanceof MappingNode map ? Nodes.get(map, "expression").orElse(map) : tuple.getValueNode();
            if (text instanceof ScalarNode scalar) {
                text(scalar, CONDITIONS.contains(step), template);
            }
        }
    }

    private void text(ScalarNode node, boolean condition, boolean template) {
        String written = node.getValue();
        Placeholders.Resolved resolved = Placeholders.resolve(written);
        if (resolved.missing() != null) {
            if (!template) {
                problems.add(Place.inside(node, Math.max(0, written.indexOf("{{"))), Rule.PLACEHOLDER, "the expression is " + written + ", and " + resolved.missing() + " has no value", Placeholders.fix(resolved.missing()));
            }
            return;
        }
        String text = resolved.text();
        boolean asWritten = text.equals(written);
        if (text.isBlank() || text.startsWith("resource:")) {
            return;
        }
        String refused = simple.refusal(text, condition);
        if (refused != null) {
            Matcher location = LOCATION.matcher(refused);
            Place at = asWritten && location.find() ? Place.inside(node, Math.min(Integer.parseInt(location.group(1)), text.length())) : Place.of(node);
            problems.add(at, Rule.EXPRESSION, "Camel's Simple language cannot read this: " + refused, mended(text, condition), SEE);
        } else if (condition) {
            traps(node, text, asWritten);
        }
    }

    /** The same as Simple writes it, where that is known. */
    private String mended(String text, boolean condition) {
        String better = text;
        for (Map.Entry<Pattern, String> other : OTHERS.entrySet()) {
            Matcher found = other.getKey().matcher(better);
            better = found.replaceAll(m -> Matcher.quoteReplacement(within(m, other.getValue())));
        }
        better = TIGHT.matcher(better).replaceAll("} $1 ");
        return simple.refusal(better, condition) == null ? better : "compare it with the language's description: ${…} around what is taken, spaces around operators";
    }

    private static String within(MatchResult match, String instead) {
        String all = match.group();
        return all.substring(0, match.start(1) - match.start()) + instead + all.substring(match.end(1) - match.start());
    }

    /** Measured with Camel 4.17: next to a whole number, and for a float or a big decimal next to any number without quotes, both are compared
     *  as whole numbers. A fraction in quotes is compared as such, whatever the other is. */
    private void traps(ScalarNode node, String text, boolean asWritten) {
        Matcher compared = COMPARED.matcher(text);
        while (compared.find()) {
            String number = compared.group("number");
            String left = compared.group("left") + " " + compared.group("operator") + " ";
            boolean equality = compared.group("operator").endsWith("=") && !compared.group("operator").matches("[<>]=");
            String said = null;
            String better = number;
            if (compared.group("fraction") == null && !COUNTS.matcher(compared.group("left")).find()) {
                said = "next to the whole number " + number + " Camel cuts fractions off before it compares: " + number + ".9 is taken for " + number;
                better = number + ".0";
            } else if (number.contains(",")) {
                said = number + " is no number here but a text, and texts are compared by their letters";
                better = number.replace(',', '.');
            } else if (compared.group("fraction") != null && !equality && compared.group("quote").isEmpty() && FLOATS.matcher(compared.group("left")).find()) {
                said = "next to " + number + " without quotes Camel cuts the fraction off a float before it compares: 0.9 is taken for 0";
            }
            if (said != null) {
                problems.add(asWritten ? Place.inside(node, compared.start("number")) : Place.of(node), Rule.COMPARISON, said, left + (equality ? better : "'" + better + "'"), SEE);
            }
        }
        Matcher range = RANGE.matcher(text);
        while (range.find()) {
            String left = range.group("left");
            problems.add(asWritten ? Place.inside(node, range.start()) : Place.of(node), Rule.COMPARISON,
                    "range cuts fractions off before it compares: " + range.group("high") + ".9 is within " + range.group("low") + ".." + range.group("high"),
                    left + " >= " + range.group("low") + ".0 && " + left + " <= " + range.group("high") + ".0", SEE);
        }
    }
}
