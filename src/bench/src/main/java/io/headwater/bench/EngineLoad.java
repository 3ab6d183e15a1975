package io.headwater.bench;

import io.headwater.exchange.Host;
import io.headwater.flow.Book;
import io.headwater.flow.Inference;
import io.headwater.flow.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The load on this engine: a route a camera, which makes test pictures as fast as it can and sheds what is too much. A model that is
 *  slowed n times is n steps {@code infer}, one after the other. */
final class EngineLoad implements Load {
    private static final String CAMERA = """
            - route:
                id: cam-%1$d
                from:
                  id: source-%1$d
                  uri: camera
                  parameters:
                    name: cam-%1$d
                    location: test
                    width: %2$d
                    height: %3$d
                    fps: 1000
                    weight: %4$d
                  steps:
            """;
    private static final String MODEL = """
                    - to:
                        id: find-%d-%d
                        uri: infer
                        parameters:
                          model: people
                          threads: 1
            """;
    private static final String END = """
                    - process:
                        id: answer-%d
                        ref: answer
            """;

    private final Path folder;
    private final Host host;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicLongArray answered;

    EngineLoad(Path root, List<Integer> weights, int slower, long frameBytes) throws Exception {
        folder = Files.createTempDirectory("headwater-bench");
        host = Host.builder().device("bench").state(folder.resolve("state")).models(root.resolve("routes/people/models")).frameBytes(frameBytes).build().install(context);
        answered = new AtomicLongArray(weights.size());
        context.getRegistry().bind("answer", (Processor) exchange -> {
            Inference inference = (Inference) exchange.getIn().getBody();
            answered.incrementAndGet(Integer.parseInt(inference.origin().source().substring("cam-".length())) - 1);
        });
        StringBuilder yaml = new StringBuilder();
        for (int camera = 1; camera <= weights.size(); camera++) {
            yaml.append(CAMERA.formatted(camera, WIDTH, HEIGHT, weights.get(camera - 1)));
            for (int n = 1; n <= slower; n++) {
                yaml.append(MODEL.formatted(camera, n));
            }
            yaml.append(END.formatted(camera));
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("overload.camel.yaml", yaml.toString()));
    }

    @Override
    public void start() {
        context.start();
    }

    @Override
    public long[] answered() {
        long[] all = new long[answered.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = answered.get(i);
        }
        return all;
    }

    @Override
    public long dropped() {
        return host.ledger().books().stream().mapToLong(book -> Book.total(book.dropped())).sum();
    }

    @Override
    public String books() {
        List<Ledger.Imbalance> wrong = host.ledger().check();
        return wrong.isEmpty() ? "balanced" : wrong.toString();
    }

    @Override
    public String stop() throws Exception {
        context.getRouteController().stopAllRoutes();
        List<Ledger.Imbalance> wrong = host.ledger().checkAtRest();
        return wrong.isEmpty() ? "" : wrong.toString();
    }

    @Override
    public void close() throws Exception {
        context.close();
        host.close();
        Folders.delete(folder);
    }
}
