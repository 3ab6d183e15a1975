package io.headwater.exchange;

import java.util.Set;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.SplitDefinition;

/** What becomes of the copies of an exchange that Camel makes within a step. There are two kinds: plain ones, which Camel makes
 *  for itself (an error handler's, to try again; a loop's), and correlated ones, which go a way of their own. */
enum Copying {
    /** Copies that were not routed are of no use once the step is done. */
    END_WITH_STEP,
    /** The same, but one may just be about to start when the step gives up waiting. */
    END_WITH_ITEM,
    /** Copies may wait in a queue, a group, or for a thread, beyond the step and the item; only plain ones end with it. */
    GO_ON;

    private static final Set<String> DONE_WITH_COPIES = Set.of("choice", "when", "otherwise", "filter", "doTry", "doCatch", "doFinally",
            "pipeline", "step", "multicast", "split", "loop", "loadBalance", "idempotentConsumer", "validate", "transacted", "policy",
            "saga", "enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter");
    private static final int DEPTH = 12;

    /** Of a step, by its kind; the careful answer where a kind is not known. */
    static Copying of(ProcessorDefinition<?> definition) {
        String timeout = switch (definition) {
            case MulticastDefinition multicast -> multicast.getTimeout();
            case SplitDefinition split -> split.getTimeout();
            case RecipientListDefinition<?> list -> list.getTimeout();
            default -> null;
        };
        return timeout != null ? END_WITH_ITEM : DONE_WITH_COPIES.contains(definition.getShortName()) ? END_WITH_STEP : GO_ON;
    }

    /** Whether the copy that is being made on this thread is a plain one. Camel tells its parts nothing of that, so the stack is
     *  asked; only where the step does not say it already. */
    static boolean isPlain() {
        return StackWalker.getInstance().walk(frames -> frames.limit(DEPTH)
                .anyMatch(f -> f.getMethodName().equals("createCopy") && f.getClassName().startsWith("org.apache.camel.")));
    }
}
