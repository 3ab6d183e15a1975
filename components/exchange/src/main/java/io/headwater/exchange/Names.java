package io.headwater.exchange;

import java.util.Set;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SendDefinition;

/** What a step is called in the ledger. */
final class Names {
    /** Steps after which other exchanges go on than came in. */
    private static final Set<String> OTHERS_GO_ON = Set.of("aggregate", "resequence", "delay", "threads", "sort", "sample", "loadBalance");

    private Names() {}

    /** The scheme of the endpoint that a step sends to, else the step's name in the YAML DSL. */
    static String kind(ProcessorDefinition<?> definition) {
        if (definition instanceof SendDefinition<?> send && send.getUri() != null) {
            return scheme(send.getUri());
        }
        return definition.getShortName();
    }

    static String kind(FromDefinition from) {
        return scheme(from.getEndpointUri());
    }

    static String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    static boolean breaksTheEdge(ProcessorDefinition<?> definition) {
        return definition instanceof AggregateDefinition || OTHERS_GO_ON.contains(definition.getShortName());
    }
}
