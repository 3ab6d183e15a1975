package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Checks the options of one endpoint against what its component declares. */
final class OptionCheck {
    private final Path file;
    private final ComponentCatalog.Component component;
    private final EndpointOptions options;
    private final boolean source;
    private final List<Problem> problems;

    OptionCheck(Path file, ComponentCatalog.Component component, EndpointOptions options, boolean source, List<Problem> problems) {
        this.file = file;
        this.component = component;
        this.options = options;
        this.source = source;
        this.problems = problems;
    }

    /** The options that are right, placeholders resolved. */
    Map<String, String> run() {
        Map<String, String> good = new LinkedHashMap<>();
        Set<String> misspelt = new HashSet<>();
        options.values().forEach((name, value) -> {
            ComponentCatalog.Option option = component.options().get(name);
            if (option == null) {
                unknown(name).ifPresent(misspelt::add);
                return;
            }
            if (source ? option.producerOnly() : option.consumerOnly()) {
                report(options.keys().get(name), Rule.UNKNOWN_OPTION, component.scheme() + "." + name + " is an option of "
                        + (source ? "sending, not of reading" : "reading, not of sending"), "remove it", component.see(name));
                return;
            }
            check(option, value, options.nodes().get(name)).ifPresent(v -> good.put(name, v));
        });
        String path = options.path();
        component.pathOptions().stream().findFirst().ifPresent(option -> {
            if (path != null && !path.isBlank()) {
                check(option, path, options.uri()).ifPresent(v -> good.put(option.name(), v));
            }
        });
        for (ComponentCatalog.Option option : component.options().values()) {
            boolean given = options.values().containsKey(option.name()) || option.path() && path != null && !path.isBlank();
            if (option.required() && !given && !misspelt.contains(option.name()) && !(source ? option.producerOnly() : option.consumerOnly())) {
                report(options.uri(), Rule.MISSING_OPTION, component.scheme() + "." + option.name() + " is missing: " + option.summary(),
                        "parameters:\n    " + option.name() + ": " + option.example(), component.see(option.name()));
            }
        }
        return good;
    }

    /** Reports an unknown option; answers the name that was likely meant. */
    private Optional<String> unknown(String name) {
        if (component.lenient() || component.options().values().stream().anyMatch(o -> o.prefix() != null && name.startsWith(o.prefix()))) {
            return Optional.empty();
        }
        String near = Nearest.of(name, component.options().keySet());
        report(options.keys().get(name), Rule.UNKNOWN_OPTION, component.scheme() + " has no option '" + name + "'" + (near == null ? "" : "; did you mean '" + near + "'?"),
                near == null ? "one of " + String.join(", ", component.options().keySet()) : near + ": " + options.values().get(name), component.see(near));
        return Optional.ofNullable(near);
    }

    private Optional<String> check(ComponentCatalog.Option option, String raw, Node where) {
        String name = component.scheme() + "." + option.name();
        Placeholders.Resolved resolved = Placeholders.resolve(raw);
        if (resolved.missing() != null) {
            report(where, Rule.PLACEHOLDER, name + " is " + raw + ", but " + resolved.missing() + " has no value",
                    "set it with -D" + resolved.missing() + "=… or the environment, or give a default: {{" + resolved.missing() + ":…}}", null);
            return Optional.empty();
        }
        String value = resolved.text();
        String shown = option.secret() ? "(secret)" : value;
        if (value.isEmpty() || value.startsWith("RAW(") || value.startsWith("#")) {
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        }
        String wrong = OptionTypes.wrong(option, value);
        if (wrong == null) {
            return Optional.of(value);
        }
        boolean choice = !option.choices().isEmpty();
        String near = choice ? Nearest.of(value, option.choices()) : null;
        report(where, choice ? Rule.NOT_A_CHOICE : Rule.WRONG_TYPE, name + " is " + shown + ", must be " + wrong,
                option.name() + ": " + (near != null ? near : option.example()), component.see(option.name()));
        return Optional.empty();
    }

    private void report(Node at, Rule rule, String text, String fix, @Nullable String see) {
        problems.add(new Problem(file, Nodes.line(at), Nodes.column(at), rule, text, fix, see));
    }
}
