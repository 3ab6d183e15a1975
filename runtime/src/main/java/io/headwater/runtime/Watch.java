package io.headwater.runtime;

import io.headwater.exchange.Host;
import io.headwater.flow.Inference;
import io.headwater.flow.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jboss.logging.Logger;

/** Looks at what passes the {@code infer} and {@code uplink} steps of every route: pictures and latency for the console,
 *  windows for the terminal. Changes nothing. */
final class Watch implements InterceptStrategy {
    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final Host host;
    private final Pictures pictures;
    private final Windows windows;
    private final Map<String, Recorder> latencies = new ConcurrentHashMap<>();
    private final AtomicBoolean inferred = new AtomicBoolean();

    Watch(Host host, Pictures pictures, Windows windows) {
        this.host = host;
        this.pictures = pictures;
        this.windows = windows;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
        if (!(node instanceof SendDefinition<?> send) || send.getUri() == null) {
            return target;
        }
        String route = ProcessorDefinitionHelper.getRoute((ProcessorDefinition<?>) node).getRouteId();
        if (isScheme(send.getUri(), "infer")) {
            Recorder latency = latencies.computeIfAbsent(route, r -> new Recorder(2));
            return new Look(target) {
                @Override
                void after(Exchange exchange) {
                    if (exchange.getMessage().getBody() instanceof Inference inference) {
                        long nanos = Duration.between(inference.origin().arrivalTime(), host.clock().instant()).toNanos();
                        latency.recordValue(Math.max(0, nanos));
                        pictures.offer(route, inference);
                        if (!inferred.get() && inferred.compareAndSet(false, true)) {
                            LOG.infof("first frame inferred %s", StartClock.now());
                        }
                    }
                }
            };
        }
        if (isScheme(send.getUri(), "uplink")) {
            return new Look(target) {
                @Override
                void before(Exchange exchange) {
                    if (exchange.getMessage().getBody() instanceof Summary summary) {
                        Instant now = host.clock().instant();
                        windows.made(host.device() + "/" + summary.id(), summary, now);
                    }
                }
            };
        }
        return target;
    }

    /** A route is no more. */
    void forget(String route) {
        latencies.remove(route);
    }

    private static boolean isScheme(String uri, String scheme) {
        return uri.equals(scheme) || uri.startsWith(scheme + ":");
    }

    /** Capture to answer, nanoseconds, since this was last asked; empty where nothing was inferred. */
    Histogram latencySinceLast(String route) {
        Recorder recorder = latencies.get(route);
        return recorder == null ? new Histogram(2) : recorder.getIntervalHistogram();
    }

    private abstract static class Look extends DelegateAsyncProcessor {
        Look(Processor target) {
            super(target);
        }

        void before(Exchange exchange) {}

        void after(Exchange exchange) {}

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            before(exchange);
            return super.process(exchange, doneSync -> {
                if (exchange.getException() == null) {
                    after(exchange);
                }
                callback.done(doneSync);
            });
        }
    }
}
