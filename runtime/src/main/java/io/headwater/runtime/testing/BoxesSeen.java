package io.headwater.runtime.testing;

import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Keeps the boxes that one step finds in certain frames. */
final class BoxesSeen implements InterceptStrategy {
    private final RouteTest.BoxesWanted wanted;
    private final Map<Long, List<Detection>> found = new ConcurrentSkipListMap<>();

    BoxesSeen(RouteTest.BoxesWanted wanted) {
        this.wanted = wanted;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
        if (!(node instanceof ProcessorDefinition<?> step) || !wanted.step().equals(ProcessorDefinitionHelper.getRouteId(step) + "/" + node.getId())) {
            return target;
        }
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return super.process(exchange, sync -> {
                    if (exchange.getException() == null && exchange.getMessage().getBody() instanceof Inference inference
                            && wanted.frames().contains(inference.origin().sequence()) && inference.answer() instanceof Detections detections) {
                        found.put(inference.origin().sequence(), detections.all());
                    }
                    callback.done(sync);
                });
            }
        };
    }

    Map<Long, List<Detection>> found() {
        return found;
    }
}
