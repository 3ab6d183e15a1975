package io.headwater.contract;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** A step for tests, which says of each number what becomes of it; ordered or not. */
final class Line extends DefaultComponent {
    private final boolean ordered;
    private final IntFunction<Fate> fate;

    Line(boolean ordered, IntFunction<Fate> fate) {
        this.ordered = ordered;
        this.fate = fate;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new StepProducer(this) {
                    @Override
                    protected Fate handle(Exchange exchange, Item item, Step step) {
                        return fate.apply(exchange.getMessage().getBody(Integer.class));
                    }

                    @Override
                    protected boolean ordered() {
                        return ordered;
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException("a step");
            }
        };
    }
}
