package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A route file as Camel is to read it: under its own name, with its Kamelets written out. */
public final class RouteSource {
    private RouteSource() {}

    /** The file as it is, where it uses no Kamelet; else what it means.
     *  <p>Errors: {@link RefusedException} with everything that is wrong with its Kamelets. */
    public static Resource of(CamelContext camel, Path file) {
        String location = "file:" + file.toAbsolutePath().normalize();
        List<Problem> problems = new ArrayList<>();
        Optional<Node> text = new RouteText(new FileProblems(file, problems)).read();
        Optional<Node> written = text.map(root -> writeOut(root, new FileProblems(file, problems)));
        if (written.isEmpty() || written.get() == text.get()) {
            return ResourceHelper.resolveResource(camel, location); // what is no YAML is for Camel to refuse
        }
        if (Problem.anyError(problems)) {
            throw new RefusedException(problems);
        }
        return new RoutePart(file.toAbsolutePath().normalize(), "", yaml(written.get())).resource();
    }

    /** The parts of a file, in its order; none where it cannot be read.
     *  <p>Errors: {@link RefusedException} with everything that is wrong with its Kamelets. */
    public static List<RoutePart> parts(Path file) {
        List<Problem> problems = new ArrayList<>();
        Optional<Node> root = nodes(new FileProblems(file, problems));
        if (Problem.anyError(problems)) {
            throw new RefusedException(problems);
        }
        Path at = file.toAbsolutePath().normalize();
        if (root.isEmpty()) {
            return List.of();
        }
        if (!(root.get() instanceof SequenceNode list) || !list.getValue().stream().allMatch(RouteSource::isRouteWithId)) {
            return List.of(new RoutePart(at, "", yaml(root.get())));
        }
        return list.getValue().stream().map(entry -> new RoutePart(at, idOf(entry),
                yaml(new SequenceNode(Tag.SEQ, List.of(entry), FlowStyle.BLOCK)))).toList();
    }

    private static boolean isRouteWithId(Node entry) {
        return entry instanceof MappingNode map && map.getValue().size() == 1 && !idOf(entry).isEmpty();
    }

    private static String idOf(Node entry) {
        return Nodes.get(entry, "route").flatMap(route -> Nodes.get(route, "id")).map(Nodes::text).orElse("");
    }

    /** What a file holds, with its Kamelets written out; empty, and reported, when it cannot be read. */
    static Optional<Node> nodes(FileProblems problems) {
        return new RouteText(problems).read().map(root -> writeOut(root, problems));
    }

    private static Node writeOut(Node root, FileProblems problems) {
        Path folder = problems.file().toAbsolutePath().normalize().getParent();
        return new KameletSteps(problems, new Kamelets(folder == null ? Path.of("/") : folder, problems)).writeOut(root);
    }

    static String yaml(Node root) {
        DumpSettings settings = DumpSettings.builder().build();
        return new Present(settings).emitToString(new Serialize(settings).serializeOne(root).iterator());
    }
}
