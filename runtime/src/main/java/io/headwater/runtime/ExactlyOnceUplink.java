package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.runtime.once.LaneSender;
import io.headwater.uplink.ExactlyOnce;
import io.headwater.uplink.Outbox;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** Has each lane that is to be sent exactly once sent so, on a thread {@code uplink/LANE}; those of routes that are gone too. Begins when a broker has
 *  answered once. */
@Singleton
public class ExactlyOnceUplink {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration END = Duration.ofSeconds(1);
    private static final String PROGRESS = "headwater.uplink.progressTopic";

    private final Engine engine;
    private final Windows windows;
    private final BrokerWatch broker;
    private final Map<String, Sending> senders = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    private record Sending(LaneSender sender, Thread thread) {}

    ExactlyOnceUplink(Engine engine, Windows windows, BrokerWatch broker) {
        this.engine = engine;
        this.windows = windows;
        this.broker = broker;
    }

    void start(@Observes StartupEvent event) {
        engine.whenHost().thenCombine(broker.firstAnswer(), (host, answered) -> host)
                .thenAccept(host -> Thread.ofPlatform().daemon().name("uplink/exactly-once").start(this::look));
    }

    private void look() {
        try {
            while (!stopping) {
                engine.host().sharedIfMade(Outbox.class).map(Outbox::exactlyOnce).ifPresent(this::serve);
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void serve(ExactlyOnce outbox) {
        senders.values().removeIf(s -> !s.thread().isAlive());
        for (String lane : outbox.lanes()) {
            if (!stopping && !senders.containsKey(lane)) {
                LaneSender sender = new LaneSender(outbox, engine.host().device(), lane, broker.settings(),
                        ConfigProvider.getConfig().getOptionalValue(PROGRESS, String.class).orElse("headwater-progress"), this::committed);
                senders.put(lane, new Sending(sender, Thread.ofPlatform().daemon().name("uplink/" + lane).start(sender)));
            }
        }
    }

    private void committed(ExactlyOnce.Batch batch) {
        Instant now = engine.host().clock().instant();
        batch.records().forEach(record -> windows.acknowledged(record.id(), now));
    }

    /** Lets transactions under way come to their end, for a moment; those that do not are looked after by the next start. */
    synchronized void stop() throws InterruptedException {
        stopping = true;
        senders.values().forEach(s -> s.sender().stop());
        long until = System.nanoTime() + END.toNanos();
        for (Sending sending : senders.values()) {
            if (!sending.thread().join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
                sending.thread().interrupt();
            }
        }
        for (Sending sending : senders.values()) {
            sending.thread().join(END);
        }
    }

    /** By lane, why it is not sent for now; null where it is. */
    void tell(ObjectNode to) {
        if (!senders.isEmpty()) {
            ObjectNode lanes = to.putObject("exactlyOnce");
            new TreeMap<>(senders).forEach((lane, s) -> lanes.put(lane, s.sender().trouble()));
        }
    }
}
