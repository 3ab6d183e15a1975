package io.headwater.runtime;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Knows whether Kafka answers: asks it now and then, and says in one line when that changes. */
@Singleton
public class BrokerWatch {
    private static final Logger LOG = Logger.getLogger(BrokerWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration WHEN_AWAY = Duration.ofSeconds(1);
    private static final Duration WHEN_THERE = Duration.ofSeconds(10);

    private final CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
    private volatile @Nullable String bootstrap;
    private volatile boolean connected;
    private @Nullable String refusal;
    private @Nullable String toldRefusal;
    private @Nullable Thread thread;

    void start(@Observes StartupEvent event) {
        String given = Settings.current().kafka;
        bootstrap = given != null ? given : ConfigProvider.getConfig().getOptionalValue("kafka.bootstrap.servers", String.class).orElse(null);
        if (bootstrap == null) {
            LOG.warn("no Kafka is configured (--kafka HOST:PORT): records wait on disk");
            return;
        }
        thread = Thread.ofPlatform().daemon().name("headwater/broker-watch").start(this::loop);
    }

    void stop(@Observes ShutdownEvent event) {
        Thread t = thread;
        if (t != null) {
            t.interrupt();
        }
    }

    private void loop() {
        boolean told = false;
        while (true) {
            boolean answers = asks();
            if (answers && !connected) {
                LOG.infof("Kafka answers at %s", bootstrap);
                firstAnswer.complete(null);
            } else if (!answers && !told) {
                LOG.infof("Kafka does not answer yet at %s: records wait on disk until it does", bootstrap);
            } else if (refusal != null && !Objects.equals(refusal, toldRefusal)) {
                LOG.warnf("Kafka refuses this client at %s: %s; records wait on disk", bootstrap, refusal);
                toldRefusal = refusal;
            } else if (!answers && connected) {
                LOG.warnf("Kafka does not answer at %s: records wait on disk until it does", bootstrap);
            }
            told = true;
            connected = answers;
            try {
                Thread.sleep(answers ? WHEN_THERE : WHEN_AWAY);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean asks() {
        refusal = null;
        Map<String, Object> settings = settings();
        settings.putAll(Map.of("default.api.timeout.ms", (int) PATIENCE.toMillis(),
                "request.timeout.ms", (int) PATIENCE.toMillis() - 500, "client.id", "headwater-watch"));
        try (Admin admin = Admin.create(settings)) {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis())).nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            if (e.getCause() instanceof AuthenticationException || e.getCause() instanceof AuthorizationException) {
                refusal = e.getCause().getClass().getSimpleName(); // its text is the broker's: not ours to vouch for
            }
            return false;
        }
    }

    /** What every client of this Kafka is told: where it is, and who we are. */
    Map<String, Object> settings() {
        Map<String, Object> settings = ClientSettings.of("kafka.");
        settings.put("bootstrap.servers", String.valueOf(bootstrap));
        return settings;
    }

    boolean isConfigured() {
        return bootstrap != null;
    }

    @Nullable String bootstrap() {
        return bootstrap;
    }

    boolean isConnected() {
        return connected;
    }

    boolean hasAnswered() {
        return firstAnswer.isDone();
    }

    CompletableFuture<Void> firstAnswer() {
        return firstAnswer;
    }
}
