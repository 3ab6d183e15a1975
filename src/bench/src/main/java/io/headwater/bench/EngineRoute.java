package io.headwater.bench;

import io.headwater.exchange.Host;
import io.headwater.flow.Inference;
import io.headwater.flow.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The engine in this process: a Camel context with the route {@code engine.camel.yaml}, nothing tuned.
 *  <p>Ownership: its state lies in a temporary folder, which goes with {@link #close()}.
 *  <p>Threading: answers come from the route's workers, several at once; summaries from one at a time. */
final class EngineRoute implements AutoCloseable {
    static final String ID = "people";

    private final Path folder;
    private final Host host;
    private final DefaultCamelContext context = new DefaultCamelContext();

    /** @param frames after how many frames the camera ends; 0 for never */
    EngineRoute(Task task, long frames, Consumer<Inference> answers, Consumer<Summary> windows) throws Exception {
        folder = Files.createTempDirectory("headwater-bench");
        host = Host.builder().device("bench").state(folder.resolve("state")).models(models(task)).build().install(context);
        Properties values = new Properties();
        values.setProperty("clip", task.clip().toString());
        values.setProperty("frames", Long.toString(frames));
        values.setProperty("model", task.model().text());
        values.setProperty("minScore", task.model().minScore());
        context.getPropertiesComponent().setInitialProperties(values);
        context.getRegistry().bind("answer", (Processor) exchange -> answers.accept((Inference) exchange.getIn().getBody()));
        context.getRegistry().bind("windows", (Processor) exchange -> windows.accept((Summary) exchange.getIn().getBody()));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("engine.camel.yaml", resource("engine.camel.yaml")));
    }

    /** Where infer finds the task's model: the project's own folder, or one made for a model that lies beside the project. */
    private Path models(Task task) throws IOException {
        return switch (task.model()) {
            case PEOPLE -> task.root().resolve("routes/people/models");
            case FASTESTDET -> {
                Path models = folder.resolve("models");
                Path version = Files.createDirectories(models.resolve("fastestdet/1.0.0"));
                Files.copy(task.modelFile(), version.resolve("fastestdet.onnx"));
                Files.writeString(version.resolve("model.yaml"), resource("fastestdet.yaml"));
                yield models;
            }
        };
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = EngineRoute.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void start() {
        context.start();
    }

    /** Waits until the camera has ended and all it gave is through. */
    void awaitEnd() {
        host.steps().ended(ID).join();
    }

    /** Stops the camera, lets what is inside go through, and closes the windows. */
    void stop() throws Exception {
        context.getRouteController().stopRoute(ID);
    }

    Host host() {
        return host;
    }

    @Override
    public void close() throws Exception {
        context.close();
        host.close();
        Folders.delete(folder);
    }
}
