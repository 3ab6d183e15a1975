package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxBooks;
import io.headwater.uplink.OutboxRecord;
import io.headwater.uplink.OutboxState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Drains the outbox into Kafka, at the broker's own pace: {@link KafkaSender} asks for as many records as it may have in flight, and
 *  a record leaves the disk when the broker has acknowledged it. Nothing is asked for until a broker has answered once. */
@Singleton
public class KafkaUplink {
    private static final Logger LOG = Logger.getLogger(KafkaUplink.class);
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(2);
    private static final Duration LAST_ANSWERS = Duration.ofMillis(500);

    private final Engine engine;
    private final Windows windows;
    private final BrokerWatch broker;
    private final Seldom seldom = new Seldom(Duration.ofSeconds(10));
    private volatile @Nullable Instant lastAcknowledged;
    private volatile @Nullable KafkaSender sender;

    private final ExactlyOnceUplink exactlyOnce;

    KafkaUplink(Engine engine, Windows windows, BrokerWatch broker, ExactlyOnceUplink exactlyOnce) {
        this.exactlyOnce = exactlyOnce;
        this.engine = engine;
        this.windows = windows;
        this.broker = broker;
    }

    void start(@Observes StartupEvent event) {
        engine.whenHost().thenCombine(broker.firstAnswer(), (host, answered) -> host).thenAccept(host -> {
            Map<String, Object> settings = broker.settings();
            settings.putAll(ClientSettings.of("headwater.uplink.producer."));
            try {
                KafkaSender made = new KafkaSender(settings, this::acknowledged, this::refused);
                sender = made;
                outbox().publisher().subscribe(made);
            } catch (KafkaException e) {
                LOG.errorf("Kafka's client refuses its settings: %s; records wait on disk until they are set right (kafka.*, headwater.uplink.producer.*) and the box is started again",
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            }
        });
    }

    private Outbox outbox() {
        return Outbox.of(engine.context());
    }

    private void acknowledged(OutboxRecord record) {
        record.acknowledged();
        Instant now = engine.host().clock().instant();
        lastAcknowledged = now;
        windows.acknowledged(record.id(), now);
    }

    private void refused(OutboxRecord record, Exception failure) {
        if (Refusal.isForGood(failure)) {
            record.undeliverable(failure); // the outbox tells
            return;
        }
        if (seldom.isDue()) {
            LOG.warnf("Kafka did not take record %s: %s; it stays on disk and is tried again", record.id(), failure.getMessage());
        }
        record.rejected(failure);
    }

    /** Gives what is on its way a last moment to be acknowledged; what is not stays on disk. */
    void stop(@Observes @jakarta.annotation.Priority(jakarta.interceptor.Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) throws InterruptedException {
        engine.drain();
        if (!broker.hasAnswered()) {
            return;
        }
        long until = System.nanoTime() + LAST_ACKNOWLEDGEMENTS.toNanos();
        while (waiting() > 0 && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        exactlyOnce.stop();
        outbox().stopOffering(LAST_ANSWERS);
        KafkaSender open = sender;
        if (open != null) {
            open.close();
        }
    }

    private long waiting() {
        return state().map(OutboxState::waiting).orElse(0L);
    }

    /** The outbox's figures; empty while no route has used it. */
    Optional<OutboxState> state() {
        return engine.host().sharedIfMade(Outbox.class).map(Outbox::state);
    }

    /** What became of every record since the outbox's file was made; empty while no route has used it. */
    Optional<OutboxBooks> books() {
        return engine.host().sharedIfMade(Outbox.class).map(Outbox::books);
    }

    boolean isConnected() {
        return broker.isConnected();
    }

    ObjectNode toJson() {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("configured", broker.isConfigured());
        o.put("bootstrap", broker.bootstrap());
        o.put("connected", broker.isConnected());
        o.put("lastAcknowledged", lastAcknowledged == null ? null : String.valueOf(lastAcknowledged));
        state().ifPresent(s -> {
            o.put("stored", s.stored()).put("waiting", s.waiting()).put("acknowledged", s.acknowledged()).put("damaged", s.damaged())
                    .put("missing", s.missing());
            o.put("rejectedForGood", s.rejectedForGood()).put("deadLetters", s.deadLetters()).put("duplicates", s.duplicates());
            o.put("expired", s.expired()).put("oldest", s.oldest()).put("thinned", s.thinned()).put("purged", s.purged());
            ObjectNode refused = o.putObject("refused");
            s.refused().forEach(refused::put);
            o.put("inFlight", s.inFlight()).put("bytes", s.bytes()).put("maxBytes", s.maxBytes());
            o.put("oldestWaitingSeconds", s.oldestWaiting() == null ? null : s.oldestWaiting().toSeconds());
            ObjectNode rejected = o.putObject("rejected");
            s.rejected().forEach(rejected::put);
            o.put("trouble", s.trouble());
            exactlyOnce.tell(o);
        });
        return o;
    }
}
