package io.headwater.exchange;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.CamelContextHelper;

/** What a step is called in the ledger. */
final class Names {
    /** Steps after which other exchanges go on than came in. */
    private static final Set<String> OTHERS_GO_ON = Set.of("aggregate", "resequence", "delay", "threads", "sort", "sample", "loadBalance");

    /** Steps that wait for nothing but what is within them, and run it on the thread that they were called on. */
    private static final Set<String> INLINE = Set.of("filter", "choice", "when", "otherwise", "pipeline", "step", "doTry", "doCatch", "doFinally", "validate", "log",
            "setBody", "setHeader", "setHeaders", "setProperty", "setVariable", "setVariables", "removeHeader", "removeHeaders", "removeProperty", "removeProperties",
            "removeVariable", "transform", "convertBodyTo", "convertHeaderTo", "convertVariableTo", "marshal", "unmarshal", "stop");

    private Names() {}

    /** Whether a step waits for nothing but what is within it. */
    static boolean isInline(ProcessorDefinition<?> definition) {
        return INLINE.contains(definition.getShortName());
    }

    /** Whether a step gets what the one before it in its parent's list lets through; not so for branches and clauses. */
    static boolean isInSequence(ProcessorDefinition<?> definition, ProcessorDefinition<?> parent) {
        return !(parent instanceof MulticastDefinition || parent instanceof LoadBalanceDefinition || parent instanceof ChoiceDefinition
                || definition instanceof CatchDefinition || definition instanceof FinallyDefinition);
    }

    static boolean isDisabled(ProcessorDefinition<?> definition, CamelContext context) {
        return definition.getDisabled() != null && Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, definition.getDisabled()));
    }

    /** The scheme of the endpoint that a step sends to, else the step's name in the YAML DSL. */
    static String kind(ProcessorDefinition<?> definition) {
        if (definition instanceof SendDefinition<?> send && send.getUri() != null) {
            return scheme(send.getUri());
        }
        if (definition instanceof ToDynamicDefinition dynamic && dynamic.getUri() != null) {
            return scheme(dynamic.getUri());
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
