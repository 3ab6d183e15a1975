package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The order in which a designer writes what stands at the top of a file. */
record TopOrder(String designer, List<String> order, FileProblems problems) {
    /** Reports the first entry that would move. */
    void check(SequenceNode list) {
        int last = 0;
        for (Node entry : list.getValue()) {
            String kind = entry instanceof MappingNode map && !map.getValue().isEmpty() ? Nodes.key(map.getValue().getFirst()) : "";
            int place = order.indexOf(kind);
            if (place >= 0 && place < last) {
                problems.add(Place.of(entry), Rule.DESIGNER_REWRITES, designer + " moves this " + kind + " before " + order.get(last), "one kind a file: routes in NAME.camel.yaml, beans in beans.camel.yaml");
                return;
            }
            last = Math.max(last, place);
        }
    }
}
