package io.headwater.runtime.recording;

import io.headwater.flow.Inference;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Notes at which steps recorded items come by, what failed there, and what models said. Only steps that each item passes at most once
 *  are noted: not those behind a split, within a loop, or that get copies.
 *  <p>Guarded by the bench {@code StepOverhead}: one look at a property an item and step while its route is not recorded. */
final class Visits implements InterceptStrategy {
    private static final Set<String> AROUND = Set.of("choice", "when", "otherwise", "filter", "pipeline", "step");

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
        if (!(node instanceof ProcessorDefinition<?> step) || !isPassedOnce(step.getParent())) {
            return target;
        }
        String name = ProcessorDefinitionHelper.getRouteId(step) + "/" + node.getId();
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (!(exchange.getProperty(Passage.KEY) instanceof Passage passage) || !passage.recording().isOf(name.substring(0, name.lastIndexOf('/')))) {
                    return super.process(exchange, callback);
                }
                passage.enters(name);
                boolean told = exchange.getMessage().getBody() instanceof Inference; // by a step before
                return super.process(exchange, sync -> {
                    passage.leaves(name, exchange.getException());
                    if (!told && exchange.getException() == null && exchange.getMessage().getBody() instanceof Inference inference) {
                        passage.looked(name, inference);
                    }
                    callback.done(sync);
                });
            }
        };
    }

    private static boolean isPassedOnce(@Nullable NamedNode parent) {
        NamedNode around = parent;
        while (around != null && AROUND.contains(around.getShortName())) {
            around = around.getParent();
        }
        return around instanceof RouteDefinition;
    }
}
