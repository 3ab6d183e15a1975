package io.headwater.runtime;

import io.headwater.contract.Routes;
import io.headwater.flow.Origin;
import io.headwater.flow.Quality;
import io.headwater.flow.Readings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;

/** A process of its own that sums readings up from several sources, each under an id, and says which were acknowledged, until it is
 *  killed. Arguments: state folder, then for each source the number of its first item. */
final class ReadingsPusher {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final int A_WINDOW = 50;
    static final String ROUTE = """
            - route:
                id: site
                from:
                  id: in
                  uri: direct
                  parameters:
                    name: in
                  steps:
                    - to:
                        id: sum
                        uri: summarize
                        parameters:
                          name: site
                          window: 1s
                    - to:
                        id: up
                        uri: uplink
                        parameters:
                          channel: summaries
            """;

    private ReadingsPusher() {}

    public static void main(String[] args) {
        Routes routes = Routes.builder().state(Path.of(args[0])).yaml(ROUTE);
        for (int source = 0; source < args.length - 1; source++) {
            int name = source;
            int first = Integer.parseInt(args[1 + source]);
            Thread.ofPlatform().start(() -> {
                for (int i = first; push(routes, name, i).getException() == null; i++) {
                    String line = name + " " + i + "\n";
                    synchronized (System.out) {
                        System.out.print(line);
                        System.out.flush();
                    }
                }
            });
        }
    }

    /** {@value #A_WINDOW} items a window of one second. */
    static Readings readings(int source, int i) {
        Instant at = START.plus(Duration.ofSeconds(1).multipliedBy(i).dividedBy(A_WINDOW));
        return new Readings(new Origin("source" + source, 0, i, at, at.plus(Duration.ofDays(30))), List.of(new Readings.Series("temperature", "Cel")),
                new int[1], new long[1], new double[] {i}, new Quality[] {Quality.GOOD});
    }

    static Exchange push(Routes routes, int source, int i) {
        return routes.context().createFluentProducerTemplate().to("direct:in").withBody(readings(source, i)).withHeader("CamelCloudEventID", "reading-" + i).send();
    }
}
