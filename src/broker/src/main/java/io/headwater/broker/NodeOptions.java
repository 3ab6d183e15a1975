package io.headwater.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What {@link KafkaNode} was asked to do on its command line.
 *
 * @param port the port of 127.0.0.1 on which clients are served, 1 to 65535
 * @param data the folder that keeps the records
 * @param parent the process whose end also ends the node
 * @param untilStdinCloses whether the node ends when its standard input does
 * @param settings a file of Kafka's own settings, which take precedence; its {@code listeners} need a PLAINTEXT one for the node itself
 */
record NodeOptions(int port, Path data, OptionalLong parent, boolean untilStdinCloses, @Nullable Path settings) {

    static final String USAGE = "usage: KafkaNode --port PORT --data DIR [--parent PID] [--until-stdin-closes] [--settings FILE]";

    static NodeOptions parse(List<String> args) {
        Integer port = null;
        Path data = null;
        OptionalLong parent = OptionalLong.empty();
        boolean untilStdinCloses = false;
        Path settings = null;
        for (Arguments rest = new Arguments(args); rest.more(); ) {
            switch (rest.next()) {
                case "--port" -> port = (int) rest.number(1, 65_535);
                case "--data" -> data = Path.of(rest.value()).toAbsolutePath();
                case "--parent" -> parent = OptionalLong.of(rest.number(1, Long.MAX_VALUE));
                case "--settings" -> settings = Path.of(rest.value());
                case "--until-stdin-closes" -> untilStdinCloses = true;
                default -> throw rest.unknown();
            }
        }
        return new NodeOptions(Arguments.required("--port", port), Arguments.required("--data", data), parent, untilStdinCloses, settings);
    }

    /** Where clients find this node, as Kafka writes it. */
    String address() {
        return KafkaNode.HOST + ":" + port;
    }
}
