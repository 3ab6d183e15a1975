package io.headwater.runtime.testing;

import io.headwater.exchange.Intake;
import io.headwater.exchange.Timed;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.WrapAwareProcessor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Lets things go wrong as a test wants it: sources stall, steps fail, the broker goes and the disk fills up, each at a time of the
 *  frames that come, so that a replayed recording meets them at the same frame each time.
 *  <p>Threading: sources call it from their threads; broker and disk change before the frame comes at whose time they do. */
final class Faults implements Intake, InterceptStrategy, Ordered {
    private final List<Fault> faults;
    private final Instant begin;
    private final Broker broker;
    private @Nullable Duration latest;

    Faults(List<Fault> faults, Instant begin, Broker broker) {
        this.faults = faults;
        this.begin = begin;
        this.broker = broker;
    }

    @Override
    public boolean takes(String route, String source, Object item) throws InterruptedException {
        Instant time = item instanceof Origin origin ? origin.eventTime() : item instanceof Timed timed ? timed.at() : null;
        if (time == null || faults.isEmpty()) {
            return true;
        }
        Duration now = Duration.between(begin, time);
        surroundings(now);
        String name = route + "/" + source;
        return faults.stream().noneMatch(f -> f instanceof Fault.Stalls s && s.source().equals(name) && isWithin(now, s.at(), s.at().plus(s.time())));
    }

    private synchronized void surroundings(Duration now) throws InterruptedException {
        if (latest != null && now.compareTo(latest) <= 0) {
            return;
        }
        latest = now;
        boolean away = false;
        boolean full = false;
        for (Fault fault : faults) {
            away |= fault instanceof Fault.BrokerAway b && isWithin(now, b.from(), b.to());
            full |= fault instanceof Fault.DiskFull d && isWithin(now, d.from(), d.to());
        }
        broker.disk(full);
        broker.away(away);
    }

    private static boolean isWithin(Duration now, Duration from, @Nullable Duration to) {
        return now.compareTo(from) >= 0 && (to == null || now.compareTo(to) < 0);
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode node, Processor target, Processor next) {
        String name = node instanceof ProcessorDefinition<?> step ? ProcessorDefinitionHelper.getRouteId(step) + "/" + node.getId() : "";
        List<Fault.Fails> fails = faults.stream().filter(Fault.Fails.class::isInstance).map(Fault.Fails.class::cast).filter(f -> f.step().equals(name)).toList();
        if (fails.isEmpty()) {
            return target;
        }
        return new Failing(target, name, fails);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST; // inside of the step's account, which counts what fails
    }

    private static final class Failing extends DelegateAsyncProcessor implements WrapAwareProcessor {
        private final String step;
        private final List<Fault.Fails> fails;
        private final AtomicLong count = new AtomicLong();

        Failing(Processor target, String step, List<Fault.Fails> fails) {
            super(target);
            this.step = step;
            this.fails = fails;
        }

        @Override
        public Processor getWrapped() {
            return getProcessor();
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            long number = switch (exchange.getMessage().getBody()) {
                case Frame frame -> frame.sequence() + 1;
                case Inference inference -> inference.origin().sequence() + 1;
                case Readings readings -> readings.origin().sequence() + 1;
                case null, default -> count.incrementAndGet();
            };
            if (fails.stream().noneMatch(f -> f.hits(number))) {
                return super.process(exchange, callback);
            }
            exchange.setException(new FaultException(step));
            callback.done(true);
            return true;
        }
    }
}
