package io.headwater.runtime.check;

import io.headwater.exchange.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** A running route and those that it sends to, taken out of their files to stand in one of their own.
 *
 *  @param file where the route stands now
 *  @param source the route's source, as {@code route/step}
 *  @param scheme of its source
 *  @param options which options its source has
 *  @param text of all of them, without secrets
 *  @param models as the routes name them
 *  @param placeholders those of the text that have a value on this box, but for those that the recording stands for, and what may be secret
 *  @param uplinks whether a step keeps records */
public record RouteExtract(Path file, String source, String scheme, Set<String> options, String text, Set<String> models, Map<String, String> placeholders, boolean uplinks) {
    /** Options of a sensor that are nothing to a recording of it. */
    public static final Set<String> REPLACED = Set.of("location", "username", "password", "passwordFile", "trustedCertificates", "clientCertificate", "clientKey");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}?:]+)(?::[^{}]*)?}}");

    /** @param parts in which the route is, and those that it sends to */
    public static RouteExtract of(List<RoutePart> parts, String route) {
        RoutePart own = parts.stream().filter(p -> holds(p, Set.of(route))).findFirst().orElseThrow(() -> new IllegalStateException("no file holds the route " + route));
        List<RoutePart> sorted = new ArrayList<>(parts);
        sorted.remove(own);
        sorted.addFirst(own);
        Map<String, MappingNode> steps = new LinkedHashMap<>();
        Map<String, MappingNode> sources = new LinkedHashMap<>();
        for (RoutePart part : sorted) {
            RouteTree tree = RouteTree.of(root(part));
            steps.putAll(tree.steps());
            sources.putAll(tree.sources());
        }
        String source = sources.keySet().stream().filter(name -> name.startsWith(route + "/")).findFirst().orElseThrow();
        MappingNode from = sources.get(source);
        Set<String> options = from == null ? Set.of() : Nodes.get(from, "parameters").filter(MappingNode.class::isInstance).map(MappingNode.class::cast)
                .map(p -> p.getValue().stream().map(Nodes::key).collect(Collectors.toCollection(LinkedHashSet::new))).orElseGet(LinkedHashSet::new);
        ComponentCatalog catalog = new ComponentCatalog();
        String text = sorted.stream().map(part -> Masked.of(part.text(), catalog)).collect(Collectors.joining());
        Set<String> models = new LinkedHashSet<>();
        steps.values().stream().filter(step -> scheme(step).equals("infer")).forEach(step -> models.add(model(step)));
        return new RouteExtract(own.file(), source, from == null ? "" : scheme(from), options, text, models, placeholders(text, from, from == null ? "" : scheme(from)),
                steps.values().stream().anyMatch(step -> scheme(step).equals("uplink")));
    }

    /** Whether a part holds one of these routes. */
    public static boolean holds(RoutePart part, Set<String> routes) {
        return routes.contains(part.route()) || part.route().isEmpty() && RouteTree.of(root(part)).sources().keySet().stream().anyMatch(name -> routes.contains(name.substring(0, name.lastIndexOf('/'))));
    }

    private static Node root(RoutePart part) {
        return new Compose(LoadSettings.builder().build()).composeString(part.text()).orElseThrow(() -> new RefusedException(List.of()));
    }

    private static String scheme(MappingNode step) {
        return uri(step).split("[:?]", 2)[0];
    }

    private static String uri(MappingNode step) {
        return Placeholders.resolve(Nodes.get(step, "uri").map(Nodes::text).orElse("")).text();
    }

    private static String model(MappingNode infer) {
        String written = Nodes.below(infer, "parameters", "model").map(Nodes::text).orElse("");
        return Placeholders.resolve(written.isEmpty() ? uri(infer).replaceFirst("^infer:(//)?", "").replaceFirst("\\?.*", "") : written).text();
    }

    private static Map<String, String> placeholders(String text, @org.jspecify.annotations.Nullable MappingNode source, String scheme) {
        Map<String, String> all = new TreeMap<>();
        Set<String> atSource = new LinkedHashSet<>();
        if (source != null) {
            Nodes.get(source, "parameters").filter(MappingNode.class::isInstance).map(MappingNode.class::cast)
                    .ifPresent(p -> p.getValue().stream().filter(t -> !scheme.equals("sensor") || REPLACED.contains(Nodes.key(t))).forEach(t -> names(Nodes.text(t.getValueNode()), atSource)));
        }
        Set<String> names = new LinkedHashSet<>();
        names(text, names);
        names.removeAll(atSource);
        for (String name : names) {
            String value = Placeholders.value(name);
            if (value != null && !Secrets.isName(name) && !FileProblems.holdsPassword(value)) {
                all.put(name, value);
            }
        }
        return all;
    }

    private static void names(String text, Set<String> into) {
        Matcher m = PLACEHOLDER.matcher(text);
        while (m.find()) {
            into.add(m.group(1).strip());
        }
    }
}
