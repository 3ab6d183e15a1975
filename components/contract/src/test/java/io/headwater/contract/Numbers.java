package io.headwater.contract;

import io.headwater.exchange.SourceStage;
import io.headwater.flow.Priority;
import io.headwater.flow.Unit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** A source for tests: the numbers from 0 on, as fast as its stage takes them; with the options {@code weight} and {@code priority}. */
final class Numbers extends DefaultComponent {
    private final int count;
    private final SourceStage.Settings settings;
    final AtomicInteger offered = new AtomicInteger();
    private volatile SourceStage<Integer> last;
    private int inFlight;

    /** As a source that is told what becomes of its numbers, so many of them under way at once. */
    Numbers acknowledged(int numbers) {
        inFlight = numbers;
        return this;
    }

    Numbers(int count, SourceStage.Settings settings) {
        this.count = count;
        this.settings = settings;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        int weight = getAndRemoveParameter(parameters, "weight", int.class, 1);
        Priority priority = getAndRemoveParameter(parameters, "priority", Priority.class, Priority.NORMAL);
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException("a source");
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                return new Source(this, processor, new SourceStage.Share(remaining, weight, priority));
            }
        };
    }

    /** The stage of the source that was started last. */
    SourceStage<Integer> stage() {
        return last;
    }

    private final class Source extends DefaultConsumer {
        private final SourceStage.Share share;
        private SourceStage<Integer> stage;
        private Thread thread;

        Source(Endpoint endpoint, Processor processor, SourceStage.Share share) {
            super(endpoint, processor);
            this.share = share;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            stage = new SourceStage<>(this, settings, Unit.ITEMS, n -> 4, share);
            last = stage;
            if (inFlight > 0) {
                stage.acknowledged(inFlight);
            }
            stage.start();
            thread = Thread.ofPlatform().name("numbers").start(this::offer);
        }

        private void offer() {
            try {
                for (int n = 0; n < count && isRunAllowed(); n++) {
                    stage.offer(n);
                    offered.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        protected void doStop() throws Exception {
            stage.drain(Duration.ofSeconds(10));
            thread.join();
            super.doStop();
        }
    }
}
