package io.headwater.contract;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import io.headwater.flow.Turns;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** A step for tests that computes, as far as the engine knows: {@code toil:anything}. */
public final class Toil extends DefaultComponent {
    private final Work work;

    /** What it does with an item. */
    public interface Work {
        void on(Exchange exchange) throws Exception;
    }

    public Toil(Work work) {
        this.work = work;
    }

    /** Waits until so many sources each have a thread that waits for its next turn, however slow the machine is. */
    public static void awaitThatWait(int sources) {
        Routes.await("all wait for their turn", () -> Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue()).anyMatch(at -> at.getClassName().equals(Turns.Member.class.getName()) && at.getMethodName().equals("take")))
                .map(thread -> thread.getKey().getName().replaceFirst("/.*", "")).distinct().count() == sources);
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
