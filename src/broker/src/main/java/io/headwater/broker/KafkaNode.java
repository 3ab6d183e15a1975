package io.headwater.broker;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * One real Apache Kafka server (KRaft, broker and controller in one) on loopback.
 * Prints {@code READY 127.0.0.1:PORT} on standard output, and nothing else there, once a client gets an answer.
 * A folder that was used before is taken up again with its records and offsets, also after a kill -9.
 * <p>Ownership: it ends by SIGTERM, when the process {@code --parent} is gone, or, with {@code --until-stdin-closes},
 * when standard input ends; then Ctrl-C is left to the program that holds the other end.
 * <p>Errors: two lines on standard error; exit code 2 wrong options, 3 port or folder, 1 anything else.
 */
public final class KafkaNode {

    static final String HOST = "127.0.0.1";

    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(30);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(4);

    private KafkaNode() {
    }

    /** @param args see {@link NodeOptions#USAGE} */
    public static void main(String[] args) {
        QuietLogs.set("warn");
        NodeOptions options;
        try {
            options = NodeOptions.parse(List.of(args));
        } catch (IllegalArgumentException wrong) {
            end(2, "error: " + wrong.getMessage() + System.lineSeparator() + NodeOptions.USAGE);
            return;
        }
        try {
            run(options);
        } catch (UnfitSurroundings unfit) {
            end(3, unfit.getMessage());
        } catch (Exception failed) {
            end(1, "error: Kafka failed: " + failed);
        }
    }

    private static void run(NodeOptions options) throws Exception {
        Surroundings.requireFree(options.port());
        Surroundings.requireWritable(options.data());
        if (options.untilStdinCloses()) {
            Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        }
        Supervision.begin(options);

        NodeStorage.prepare(options.data());
        Properties settings = NodeSettings.of(options, Surroundings.freePortBut(options.port()));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "kafka-node/stop"));
        server.startup();
        Readiness.await(NodeSettings.plainAddress(settings), PATIENCE_AT_START);
        System.out.println("READY " + options.address());
        System.out.flush();
        server.awaitShutdown();
    }

    private static void stop(KafkaRaftServer server) {
        Thread limit = Thread.ofPlatform().daemon().name("kafka-node/stop-limit").start(() -> {
            try {
                Thread.sleep(PATIENCE_AT_END);
            } catch (InterruptedException ended) {
                return;
            }
            Runtime.getRuntime().halt(1);
        });
        server.shutdown();
        server.awaitShutdown();
        limit.interrupt();
    }

    /** Ends at once: a server that did not start has acknowledged nothing that could be lost. */
    private static void end(int code, String text) {
        System.err.println(text);
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
