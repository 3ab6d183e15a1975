package io.headwater.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Properties;
import java.util.stream.Stream;

/** Kafka's own settings for one small node: loopback only, one replica of everything, quick to start and to come back. */
final class NodeSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";

    private static final int MIB = 1024 * 1024;

    private NodeSettings() {
    }

    /** @param controllerPort a second port of loopback, on which the node talks to itself */
    static Properties of(NodeOptions options, int controllerPort) {
        Properties settings = new Properties();
        String controller = KafkaNode.HOST + ":" + controllerPort;

        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("listeners", "PLAINTEXT://" + options.address());
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", options.data().toString());

        settings.put("auto.create.topics.enable", "true");
        settings.put("num.partitions", "1");
        // Everybody may do everything, until a test says otherwise of one topic.
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("allow.everyone.if.no.acl.found", "true");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // After a kill -9 the controller waits for the old session to end before it lets the node in again.
        settings.put("broker.session.timeout.ms", "1500");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("initial.broker.registration.timeout.ms", "30000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // One node has no one to hand its leaderships to.
        settings.put("controlled.shutdown.enable", "false");

        // Small: Kafka allots index files ahead, 10 MiB each by default, and a cleaner buffer of 128 MiB.
        settings.put("log.segment.bytes", String.valueOf(16 * MIB));
        settings.put("log.index.size.max.bytes", String.valueOf(MIB / 4));
        settings.put("offsets.topic.segment.bytes", String.valueOf(MIB));
        settings.put("transaction.state.log.segment.bytes", String.valueOf(MIB));
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(2 * MIB));
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.putAll(given(options));
        settings.put("advertised.listeners", settings.getProperty("listeners"));
        settings.put("listeners", settings.getProperty("listeners") + "," + CONTROLLER + "://" + controller);
        return settings;
    }

    private static Properties given(NodeOptions options) {
        Properties given = new Properties();
        if (options.settings() != null) {
            try (Reader file = Files.newBufferedReader(options.settings())) {
                given.load(file);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return given;
    }

    /** Where a client finds the node without a password. */
    static String plainAddress(Properties settings) {
        return Stream.of(settings.getProperty("advertised.listeners").split(",")).filter(l -> l.startsWith("PLAINTEXT://")).findFirst().orElseThrow()
                .substring("PLAINTEXT://".length());
    }
}
