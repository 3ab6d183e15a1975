package io.headwater.runtime.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.StepCheck.Options;
import io.headwater.flow.Fate;
import io.headwater.runtime.check.ComponentCatalog;
import io.headwater.runtime.check.ComponentCatalog.Component;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what Camel's own components do: what they say of themselves, the options that are written, and what is known of those that
 *  keep, lose or send something. */
final class StockEndpoints {
    /** Components that run code, which may do anything. */
    private static final Set<String> CODE = Set.of("bean", "class", "language");

    private final ComponentCatalog catalog;

    StockEndpoints(ComponentCatalog catalog) {
        this.catalog = catalog;
    }

    Explanation explain(Component component, Options step, Flow in) {
        JsonNode described = catalog.describe(component.scheme()).map(json -> json.path("component")).orElse(null);
        String about = described == null ? "" : described.path("description").asText();
        Explanation told = Explanation.of(about.isEmpty() ? "The component " + component.scheme() + " says nothing of itself." : "Camel says: " + sentence(about));
        String options = options(component, step);
        if (!options.isEmpty()) {
            told = told.does("Set: " + options + ".");
        }
        if (CODE.contains(component.scheme())) {
            return told.leaves("whatever its code sends: what that is cannot be told from the route");
        }
        return switch (component.scheme()) {
            case "file" -> step.source() ? readsFiles(told, step) : writesFiles(told, step, in);
            case "seda" -> step.source() ? told.lost("what waits in the queue, and what is worked on") : queues(told, component, step);
            case "timer", "direct" -> told;
            default -> !step.source() && component.leaves() ? told.leaves(what(in) + ", over the network, by " + component.scheme())
                    : step.source() ? told.lost("what is worked on, unless its sender sends it again") : told;
        };
    }

    private static Explanation readsFiles(Explanation told, Options step) {
        String after = step.isTrue("delete") ? "deleted" : step.isTrue("noop") ? "left where it is, and remembered in memory" : "moved to " + step.text("move").orElse(".camel beside it");
        return told.does("A file that the route is done with is " + after + ".").lost("nothing of the files: one that was not done with is read again");
    }

    private static Explanation writesFiles(Explanation told, Options step, Flow in) {
        String folder = step.text("directoryName").orElse("");
        return told.leaves(what(in) + ", as files in the folder " + folder + ", for whoever can read it")
                .keeps("the files that it writes in the folder " + folder + "; nothing here limits them or takes them away");
    }

    private static Explanation queues(Explanation told, Component component, Options step) {
        String size = step.text("size").orElseGet(() -> component.options().get("size").defaultValue());
        Explanation waits = told.lost("what waits in the queue: up to " + size + " items");
        return step.isTrue("blockWhenFull") ? waits.does("When its queue is full, this route waits.")
                : step.isTrue("discardWhenFull") ? waits.loses(Fate.dropped("not counted"), "the copy for the queue, when that is full")
                : waits.loses(Fate.failed(IllegalStateException.class.getSimpleName()), "items that come while the queue is full");
    }

    /** What goes out, in words. */
    static String what(Flow in) {
        return in.kind() == Flow.Kind.UNKNOWN ? "what comes" : in.kind().text();
    }

    private static String options(Component component, Options step) {
        return component.options().values().stream().filter(option -> step.text(option.name()).isPresent())
                .map(option -> option.name() + ": " + (option.secret() ? "***" : redacted(step.text(option.name()).orElse("")))).collect(Collectors.joining(", "));
    }

    static String redacted(String text) {
        return text.replaceAll("(?<=://)[^/\\s?#]*@", "***@");
    }

    /** With a capital and a full stop. */
    static String sentence(String text) {
        String plain = text.strip();
        return plain.isEmpty() ? plain : Character.toUpperCase(plain.charAt(0)) + plain.substring(1) + (plain.endsWith(".") ? "" : ".");
    }

    /** Where the uris lead that a text holds, separated by commas; those of components that keep to this box lead nowhere. */
    List<String> outside(String uris) {
        return Arrays.stream(uris.split(",")).map(String::strip).distinct().filter(uri -> {
            Component component = catalog.find(uri.split("[:?]", 2)[0]);
            return component == null || component.scheme().equals("file") || component.remote() || component.scheme().equals("uplink");
        }).map(StockEndpoints::redacted).sorted().toList();
    }
}
