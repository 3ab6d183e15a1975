package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Checks a use of a Kamelet: that it is there and may stand there, and what it is given. */
final class KameletCheck {
    private static final Set<String> GIVEN = Set.of("uri", "parameters", "steps");
    /** What can be said of several steps as of one. */
    private static final Set<String> OF_SEVERAL = Set.of("id", "description", "note", "disabled");

    private final FileProblems problems;
    private final Kamelets kamelets;

    KameletCheck(FileProblems problems, Kamelets kamelets) {
        this.problems = problems;
        this.kamelets = kamelets;
    }

    /** The use; empty, and reported, when something is wrong with it.
     *
     *  @param template whether placeholders get their values later
     *  @param open the Kamelets within which it stands */
    Optional<KameletUse> use(String role, Node body, boolean template, Collection<String> open) {
        long before = problems.errors();
        List<NodeTuple> strangers = new ArrayList<>();
        Fields fields = body instanceof MappingNode ? Fields.read(role, body, problems, strangers) : null;
        ScalarNode uri = (ScalarNode) KameletSteps.uri(body).orElseThrow();
        Optional<Node> parameters = fields == null ? Optional.empty() : fields.get("parameters");
        EndpointOptions read = EndpointOptions.read(uri, uri.getValue(), parameters);
        String name = read.path() == null ? "" : read.path();
        Optional<Kamelet> found = kamelets.find(name);
        if (found.isEmpty()) {
            if (!kamelets.has(name)) {
                unknown(name, read);
            }
            return Optional.empty();
        }
        Kamelet kamelet = found.get();
        if (kamelet.isSource() != role.equals("from")) {
            problems.add(read.pathAt(), Rule.PLACE, kamelet.isSource() ? name + " is a source, nothing can be sent to it" : name + " is a step, it cannot be the source of a route",
                    kamelet.isSource() ? "make it the from of a route" : "uri: camera");
        }
        if (open.contains(name)) {
            problems.add(read.pathAt(), Rule.KAMELET, name + " stands within itself", "write out what it is to do");
        }
        EndpointCheck.strangers(problems, role, kamelet.asks(), strangers);
        if (parameters.isPresent() && !(parameters.get() instanceof MappingNode) && !Nodes.isNothing(parameters.get())) {
            problems.add(Place.of(parameters.get()), Rule.ROUTE_SHAPE, role + ".parameters must be a map, it is " + Nodes.kind(parameters.get()), EndpointOptions.asMap(parameters.get()));
        }
        for (NodeTuple other : kamelet.steps().size() == 1 || kamelet.isSource() ? List.<NodeTuple>of() : KameletSteps.besides(body, GIVEN)) {
            if (!OF_SEVERAL.contains(Nodes.key(other)) && strangers.stream().noneMatch(s -> s == other)) {
                problems.add(Place.of(other.getKeyNode()), Rule.KAMELET, name + " is several steps, " + Nodes.key(other) + " can be said of one only", "remove it");
            }
        }
        EndpointOptions options = new EndpointOptions(read.at(), name, null, read.at(), read.given());
        if (problems.errors() == before) {
            new OptionCheck(problems, kamelet.asks(), options, role.equals("from"), false, template).run();
        }
        KameletUse use = new KameletUse(kamelet, values(kamelet, options, uri), uri.getStartMark(),
                fields == null ? null : (ScalarNode) fields.get("id").filter(ScalarNode.class::isInstance).orElse(null));
        String lacks = problems.errors() == before ? use.lacks() : null;
        if (lacks != null) {
            problems.add(read.at(), Rule.MISSING_OPTION, name + "." + lacks + " is missing, and has no default", lacks + ": …", kamelet.asks().see());
        }
        return problems.errors() == before ? Optional.of(use) : Optional.empty();
    }

    private static Map<String, ScalarNode> values(Kamelet kamelet, EndpointOptions options, ScalarNode uri) {
        Map<String, ScalarNode> values = new HashMap<>();
        kamelet.defaults().forEach((property, d) -> values.put(property, new ScalarNode(d.getTag(), true, d.getValue(), d.getScalarStyle(), uri.getStartMark(), Optional.empty())));
        options.given().forEach((property, given) -> {
            if (!given.value().isEmpty()) {
                values.put(property, given.node() instanceof ScalarNode node ? node
                        : new ScalarNode(Tag.STR, true, given.value(), ScalarStyle.DOUBLE_QUOTED, uri.getStartMark(), Optional.empty()));
            }
        });
        return values;
    }

    private void unknown(String name, EndpointOptions read) {
        if (name.equals("source") || name.equals("sink")) {
            problems.add(read.pathAt(), Rule.KAMELET, KameletSteps.SCHEME + name + " stands " + (name.equals("sink") ? "last in a Kamelet" : "first in a Kamelet") + ", and nowhere else", "remove it");
            return;
        }
        String near = Nearest.of(name, kamelets.names());
        problems.add(read.pathAt(), Rule.UNKNOWN_COMPONENT, "there is no Kamelet '" + name + "'" + FileProblems.near(near),
                near == null ? "one of " + Nearest.some(List.copyOf(kamelets.names())) : "uri: " + KameletSteps.SCHEME + near);
    }
}
