package io.headwater.stage;

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

/** A step that lets everything through and says when it is flushed, as one with windows would have to. */
final class Keeper extends DefaultComponent {
    private final Runnable onFlush;

    Keeper(Runnable onFlush) {
        this.onFlush = onFlush;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new Kept(uri);
    }

    private final class Kept extends DefaultEndpoint implements StepAware {
        Kept(String uri) {
            super(uri, Keeper.this);
        }

        @Override
        public void prepare(Step step) {}

        @Override
        public void flush(Step step) {
            onFlush.run();
        }

        @Override
        public Producer createProducer() {
            return new StepProducer(this) {
                @Override
                protected Fate handle(Exchange exchange, Item item, Step step) {
                    return Fate.PASSED;
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException();
        }
    }
}
