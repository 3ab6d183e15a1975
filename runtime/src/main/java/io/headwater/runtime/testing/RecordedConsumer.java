package io.headwater.runtime.testing;

import io.headwater.exchange.Passage;
import io.headwater.exchange.RecordedExchange;
import io.headwater.exchange.RecordingFile;
import io.headwater.exchange.SourceStage;
import io.headwater.flow.Fate;
import io.headwater.flow.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Feeds a route once with what a recording holds, in its order and as fast as the route takes it.
 *  <p>Threading: reads on a thread named {@code route/step}.
 *  <p>Errors: what cannot be read on is counted as {@code failed (unreadable)}, and ends it. */
final class RecordedConsumer extends DefaultConsumer implements Passage<RecordedExchange> {
    private static final int CAPACITY = 64;
    private static final Duration UNLIMITED = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path recording;
    private @Nullable Thread thread;
    private @Nullable SourceStage<RecordedExchange> stage;
    private volatile boolean drained;

    RecordedConsumer(Endpoint endpoint, Processor processor, Path recording) {
        super(endpoint, processor);
        this.recording = recording;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String route = getRoute().getRouteId();
        SourceStage<RecordedExchange> begun = new SourceStage<>(this, SourceStage.Settings.lossless(CAPACITY), Unit.ITEMS, item -> 1, SourceStage.Share.usual(route), this).acknowledged(CAPACITY);
        Thread reader = Thread.ofPlatform().daemon().name(route + "/" + begun.account().step()).unstarted(() -> play(begun));
        stage = begun;
        thread = reader;
        begun.start();
        reader.start();
    }

    private void play(SourceStage<RecordedExchange> into) {
        try {
            try (RecordingFile file = RecordingFile.open(recording)) {
                while (file.hasNext()) {
                    into.offer(file.next());
                }
            } catch (IOException | IllegalArgumentException e) {
                into.settle(Fate.failed("unreadable"));
            }
            into.drain(UNLIMITED);
            drained = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // told to stop, which drains
        }
    }

    @Override
    public Fate board(RecordedExchange item, Exchange exchange) {
        exchange.getIn().setBody(item.body());
        item.headers().forEach(exchange.getIn()::setHeader);
        return Fate.PASSED;
    }

    @Override
    protected void doStop() throws Exception {
        Thread reader = thread;
        SourceStage<RecordedExchange> begun = stage;
        thread = null;
        stage = null;
        if (reader != null && begun != null) {
            reader.interrupt();
            reader.join(PATIENCE);
            if (!drained) {
                begun.drain(PATIENCE);
            }
        }
        super.doStop();
    }
}
