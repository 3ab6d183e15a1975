package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import io.headwater.runtime.check.ComponentCatalog.Option;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Checks the options of one endpoint against what its component declares. */
final class OptionCheck {
    /** Beyond so many options a list of them helps nobody. */
    private static final int MANY = 24;

    private final FileProblems problems;
    private final ComponentCatalog.Component component;
    private final EndpointOptions options;
    private final boolean source;
    private final boolean dynamic;
    private final boolean template;

    /** @param dynamic whether values may hold expressions that are known only where it runs
     *  @param template whether placeholders get their values later */
    OptionCheck(FileProblems problems, ComponentCatalog.Component component, EndpointOptions options, boolean source, boolean dynamic, boolean template) {
        this.problems = problems;
        this.component = component;
        this.options = options;
        this.source = source;
        this.dynamic = dynamic;
        this.template = template;
    }

    /** The options that are right, placeholders resolved. */
    Map<String, String> run() {
        Map<String, String> good = new LinkedHashMap<>();
        Set<String> settled = new HashSet<>();
        options.given().forEach((name, given) -> {
            Option option = component.options().get(name);
            if (option == null) {
                unknown(name, given).ifPresent(settled::add);
            } else if (isOfOtherSide(option)) {
                report(given.key(), Rule.UNKNOWN_OPTION, full(name) + " is an option of " + (source ? "to, not of from" : "from, not of to"), "remove it");
            } else if (isText(option, given)) {
                check(option, given.value(), given.at()).ifPresent(v -> good.put(name, v));
                if (!given.value().isBlank()) {
                    settled.add(name);
                }
            } else {
                settled.add(name);
            }
        });
        String path = options.path() == null ? "" : options.path();
        component.pathOptions().stream().findFirst().filter(option -> !path.isBlank()).ifPresent(option -> {
            settled.add(option.name());
            check(option, path, options.pathAt()).ifPresent(v -> good.put(option.name(), v));
        });
        for (Option option : component.options().values()) {
            if (option.required() && !settled.contains(option.name()) && !isOfOtherSide(option)) {
                missing(option);
            }
        }
        return good;
    }

    private boolean isOfOtherSide(Option option) {
        return source ? option.producerOnly() : option.consumerOnly();
    }

    private String full(String option) {
        return component.scheme() + "." + option;
    }

    private void missing(Option option) {
        EndpointOptions.Given given = options.given().get(option.name());
        if (given != null) {
            report(given.at(), Rule.MISSING_OPTION, full(option.name()) + " is empty: " + option.summary(), options.fix(option.name(), option.name() + ": " + option.example()));
            return;
        }
        String fix;
        if (options.path() != null) {
            fix = option.path() ? component.scheme() + ":" + option.example() : option.name() + "=" + option.example();
        } else {
            boolean first = options.given().isEmpty();
            fix = (first ? "parameters:\n  " : "") + option.name() + ": " + option.example();
        }
        report(options.at(), Rule.MISSING_OPTION, full(option.name()) + " is missing: " + option.summary(), fix);
    }

    /** Whether a value is a text at all; reports what it is when not. */
    private boolean isText(Option option, EndpointOptions.Given given) {
        if (given.node() == null || given.node() instanceof ScalarNode && !Nodes.isNothing(given.node())) {
            return true;
        }
        String name = option.name();
        Optional<String> braces = Nodes.bracesWithoutQuotes(given.node());
        if (braces.isPresent()) {
            report(given.at(), Rule.WRONG_TYPE, full(name) + " is {{" + braces.get() + "}} without quotes, which YAML reads as a map", name + ": \"{{" + braces.get() + "}}\"");
        } else if (!Nodes.isNothing(given.node())) {
            report(given.at(), Rule.WRONG_TYPE, full(name) + " is " + Nodes.kind(given.node()) + ", must be one value", name + ": " + joined(option, given.node()));
        } else if (!option.required()) {
            report(given.key(), Rule.WRONG_TYPE, full(name) + " has no value", "remove it, or " + name + ": " + option.example());
        } else {
            return true; // reported as missing
        }
        return false;
    }

    /** A list's values as one text, where texts may hold several; else a value that is right. */
    private static String joined(Option option, Node node) {
        String text = node instanceof SequenceNode list ? list.getValue().stream().map(Nodes::text).collect(Collectors.joining(",")) : "";
        return text.isBlank() || option.isOther() || option.secret() ? option.example() : text;
    }

    /** Reports an unknown option; answers the name that was likely meant. */
    private Optional<String> unknown(String name, EndpointOptions.Given given) {
        if (component.lenient() || component.options().values().stream().anyMatch(o -> o.prefix() != null && name.startsWith(o.prefix()))) {
            return Optional.empty();
        }
        String near = Nearest.of(name, component.options().keySet());
        String fix;
        if (near == null) {
            List<String> own = List.copyOf(component.own());
            fix = "one of " + (own.size() > MANY ? Nearest.some(own) : String.join(", ", own));
        } else {
            Option meant = component.options().get(near);
            String value = OptionTypes.wrong(meant, given.value()) == null ? given.value() : OptionTypes.likely(meant, given.value());
            fix = near + (given.isShort() ? "=" : ": ") + (meant.secret() ? "…" : value.isEmpty() ? meant.example() : value);
        }
        report(given.key(), Rule.UNKNOWN_OPTION, component.scheme() + " has no option '" + name + "'" + FileProblems.near(near), fix);
        return Optional.ofNullable(near);
    }

    private Optional<String> check(Option option, String raw, Place where) {
        boolean later = raw.contains("{{") || dynamic && raw.contains("${");
        if (!later && (option.secret() && !raw.isBlank() || FileProblems.holdsPassword(raw))) {
            report(where, Rule.SECRET, full(option.name()) + (option.secret() ? " stands here in clear text" : " holds a password in clear text"),
                    option.name() + ": \"{{" + full(option.name()) + "}}\"     and its value in the environment, as " + Placeholders.variable(full(option.name())));
        }
        Placeholders.Resolved resolved = Placeholders.resolve(raw);
        if (resolved.missing() != null) {
            if (!template) {
                report(where, Rule.PLACEHOLDER, full(option.name()) + " is " + shown(option, raw) + ", and " + resolved.missing() + " has no value", Placeholders.fix(resolved.missing()));
            }
            return Optional.empty();
        }
        String value = resolved.text();
        if (value.startsWith("RAW(") && value.endsWith(")")) {
            value = value.substring(4, value.length() - 1);
        }
        if (value.isEmpty() || dynamic && value.contains("${") || option.isOther() && value.startsWith("#")) {
            return Optional.empty(); // a bean is known only where it runs
        }
        String wrong = OptionTypes.wrong(option, value);
        if (wrong == null) {
            return Optional.of(value);
        }
        boolean choice = !option.choices().isEmpty();
        report(where, choice ? Rule.NOT_A_CHOICE : Rule.WRONG_TYPE, full(option.name()) + " is " + shown(option, value) + ", must be " + wrong,
                options.fix(option.name(), option.name() + ": " + (option.secret() ? "…" : OptionTypes.likely(option, value))));
        return Optional.empty();
    }

    private static String shown(Option option, String value) {
        return option.secret() ? "(secret)" : value;
    }

    private void report(Place at, Rule rule, String text, String fix) {
        problems.add(at, rule, text, fix, component.see());
    }
}
