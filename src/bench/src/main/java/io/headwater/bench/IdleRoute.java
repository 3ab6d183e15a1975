package io.headwater.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A route that nothing comes to, so that the product runs with its outbox. */
final class IdleRoute {
    private static final String ROUTE = """
            - route:
                id: idle
                from:
                  id: never
                  uri: direct
                  parameters:
                    name: never
                  steps:
                    - to:
                        id: keep
                        uri: uplink
                        parameters:
                          channel: bench
            """;

    private IdleRoute() {}

    /** Writes it; the folder. */
    static Path write(Path folder) throws IOException {
        Files.writeString(folder.resolve("idle.camel.yaml"), ROUTE);
        return folder;
    }
}
