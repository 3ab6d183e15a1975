package io.headwater.contract;

import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step that reads every pixel of what passes, and fails the item when it cannot, or when the picture is not the one sent. */
final class Eye implements Processor {
    final AtomicInteger saw = new AtomicInteger();
    final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final CountDownLatch opens;

    Eye() {
        this(new CountDownLatch(0));
    }

    /** @param opens looks only after this */
    Eye(CountDownLatch opens) {
        this.opens = opens;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        opens.await();
        try {
            look(exchange.getMessage().getBody());
        } catch (Throwable t) {
            wrong.add(t);
            throw t;
        }
    }

    private void look(Object body) {
        switch (body) {
            case Frame frame -> {
                if (!Pictures.isIntact(frame)) {
                    throw new AssertionError("not the pixels of " + frame);
                }
                saw.incrementAndGet();
            }
            case Inference inference -> look(inference.frame());
            case List<?> all -> all.forEach(this::look);
            default -> throw new AssertionError("no frame: " + body);
        }
    }
}
