package io.headwater.runtime.check;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.spi.Resource;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A route file that was read once, for all who look at it.
 *
 *  @param file as it was given
 *  @param written its text
 *  @param root what it holds, Kamelets written out
 *  @param asWritten whether it uses no Kamelet, so that the text says the same */
record ReadFile(Path file, String written, Node root, boolean asWritten) {
    /** For Camel to load whole: under its own name, and with its own lines where it uses no Kamelet. */
    Resource resource() {
        return new RoutePart(place(), "", asWritten ? written : RouteSource.yaml(root)).resource();
    }

    /** What of it is loaded and replaced as one, in its order. */
    List<RoutePart> parts() {
        if (!(root instanceof SequenceNode list) || !list.getValue().stream().allMatch(ReadFile::isRouteWithId)) {
            return List.of(new RoutePart(place(), "", RouteSource.yaml(root)));
        }
        return list.getValue().stream().map(entry -> new RoutePart(place(), idOf(entry),
                RouteSource.yaml(new SequenceNode(Tag.SEQ, List.of(entry), FlowStyle.BLOCK)))).toList();
    }

    private Path place() {
        return file.toAbsolutePath().normalize();
    }

    private static boolean isRouteWithId(Node entry) {
        return entry instanceof MappingNode map && map.getValue().size() == 1 && !idOf(entry).isEmpty();
    }

    private static String idOf(Node entry) {
        return Nodes.get(entry, "route").flatMap(route -> Nodes.get(route, "id")).map(Nodes::text).orElse("");
    }
}
