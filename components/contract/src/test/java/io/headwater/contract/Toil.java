package io.headwater.contract;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** A step for tests that computes, as far as the engine knows: {@code toil:anything}. */
final class Toil extends DefaultComponent {
    private final Work work;

    /** What it does with an item. */
    interface Work {
        void on(Exchange exchange) throws Exception;
    }

    Toil(Work work) {
        this.work = work;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new ToilEndpoint(uri);
    }

    private final class ToilEndpoint extends DefaultEndpoint implements StepAware {
        ToilEndpoint(String uri) {
            super(uri, Toil.this);
        }

        @Override
        public boolean computes() {
            return true;
        }

        @Override
        public void prepare(Step step) {
            // nothing to make ready
        }

        @Override
        public Producer createProducer() {
            return new StepProducer(this) {
                @Override
                protected Fate handle(Exchange exchange, Item item, Step step) throws Exception {
                    work.on(exchange);
                    return Fate.PASSED;
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("a step");
        }
    }
}
