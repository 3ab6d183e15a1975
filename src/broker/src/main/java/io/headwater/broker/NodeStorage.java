package io.headwater.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The data folder, given Kafka's format on first use and left as it is afterwards. */
final class NodeStorage {

    private static final String MARK_OF_A_FORMATTED_FOLDER = "meta.properties";

    private NodeStorage() {
    }

    static void prepare(Path data) throws Exception {
        if (Files.exists(data.resolve(MARK_OF_A_FORMATTED_FOLDER))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NodeSettings.NODE_ID)
                .setControllerListenerName(NodeSettings.CONTROLLER)
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .run();
    }
}
