package io.headwater.sensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headwater.exchange.Passage;
import io.headwater.exchange.Received;
import io.headwater.exchange.TemporaryFailure;
import io.headwater.flow.Fate;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages through the route, and acknowledges each when its way has ended: when it passed, was absorbed, held back, dropped, or
 *  failed and the failure was handled. One whose failure nobody handled is kept and tried again: for ever where the surroundings failed,
 *  else as often as the sensor says; then it is given up, which is counted and told. One that cannot be read goes to the route's error
 *  handler, and is acknowledged with that.
 *  <p>Threading: any. */
final class Deliveries implements Passage<Delivery> {
    /** How the source's book counts a message without readings, and one whose connection went while it waited. */
    static final String UNREADABLE = "unreadable";
    static final String GIVEN_AGAIN = "given again";
    /** As Camel's own MQTT components call it. */
    static final String TOPIC = "CamelMqttTopic";
    static final String ID = "CamelCloudEventID";
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Settings settings;
    private final PayloadReader reader;
    private final LiveStatus status;
    private final Retries retries;
    private final AtomicBoolean toldUnreadable = new AtomicBoolean();

    Deliveries(Settings settings, PayloadReader reader, LiveStatus status, Retries retries) {
        this.settings = settings;
        this.reader = reader;
        this.status = status;
        this.retries = retries;
    }

    @Override
    public Object value(Delivery delivery) {
        return delivery.message();
    }

    @Override
    public Fate board(Delivery delivery, Exchange exchange) {
        io.headwater.sensor.Message message = delivery.message();
        if (message.receipt().isVoid()) {
            return Fate.dropped(GIVEN_AGAIN);
        }
        Message in = exchange.getIn();
        in.setHeader(TOPIC, message.channel());
        try {
            PayloadReader.Content content = reader.read(message);
            in.setBody(content.readings());
            new Received(message.payload(), message.arrival(), null).in(exchange);
            if (content.id() != null) {
                in.setHeader(ID, content.id());
            }
            return Fate.PASSED;
        } catch (UnreadableException e) {
            in.setBody(message.payload());
            new Received(message.payload(), message.arrival(), UNREADABLE).in(exchange);
            exchange.setException(e);
            unreadable(message, e);
            return Fate.failed(UNREADABLE);
        }
    }

    private void unreadable(io.headwater.sensor.Message message, UnreadableException e) {
        String text = "a message on " + message.channel() + " " + e.getMessage();
        status.unreadable(text);
        if (toldUnreadable.compareAndSet(false, true)) {
            LOG.warn("sensor {}: {}; such messages go to the route's error handler, and are counted as failed ({}); this is not said again",
                    settings.name(), text, UNREADABLE);
        }
    }

    @Override
    public void ended(Delivery delivery, Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure == null && !exchange.isRollbackOnly() || failure instanceof UnreadableException) {
            acknowledge(delivery);
            return;
        }
        String why = failure == null ? "it was rolled back" : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        status.failed("a message on " + delivery.message().channel() + " failed: " + why);
        if (!delivery.message().receipt().isAwaited()) {
            return; // nobody keeps it
        }
        int times = delivery.failed();
        if (isTemporary(failure) || settings.attempts() == 0 || times < settings.attempts()) {
            retries.failed(delivery, why);
        } else {
            status.givenUp();
            LOG.warn("sensor {}: a message on {} failed {} times and is given up: {}", settings.name(), delivery.message().channel(), times, why);
            acknowledge(delivery);
        }
    }

    private void acknowledge(Delivery delivery) {
        Bus.Receipt receipt = delivery.message().receipt();
        if (receipt.isAwaited() && !receipt.isVoid()) {
            status.acknowledged();
            receipt.give();
        }
        retries.succeeded(delivery);
    }

    /** Whether the surroundings failed, and not the item: what says so of itself, and input and output. */
    private static boolean isTemporary(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemporaryFailure || cause instanceof IOException && !(cause instanceof JsonProcessingException)) {
                return true;
            }
        }
        return false;
    }
}
