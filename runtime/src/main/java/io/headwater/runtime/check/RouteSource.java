package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.ResourceSupport;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.nodes.Node;

/** A route file as Camel is to read it: under its own name, with its Kamelets written out. */
public final class RouteSource {
    private RouteSource() {}

    /** The file as it is, where it uses no Kamelet; else what it means.
     *  <p>Errors: {@link RefusedException} with everything that is wrong with its Kamelets. */
    public static Resource of(CamelContext camel, Path file) {
        String location = "file:" + file.toAbsolutePath().normalize();
        List<Problem> problems = new ArrayList<>();
        Optional<Node> text = new RouteText(new FileProblems(file, problems)).read();
        Optional<Node> written = text.map(root -> writeOut(root, new FileProblems(file, problems)));
        if (written.isEmpty() || written.get() == text.get()) {
            return ResourceHelper.resolveResource(camel, location); // what is no YAML is for Camel to refuse
        }
        if (Problem.anyError(problems)) {
            throw new RefusedException(problems);
        }
        byte[] bytes = yaml(written.get()).getBytes(StandardCharsets.UTF_8);
        return new ResourceSupport("file", location) {
            @Override
            public boolean exists() {
                return Files.exists(file);
            }

            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** What a file holds, with its Kamelets written out; empty, and reported, when it cannot be read. */
    static Optional<Node> nodes(FileProblems problems) {
        return new RouteText(problems).read().map(root -> writeOut(root, problems));
    }

    private static Node writeOut(Node root, FileProblems problems) {
        Path folder = problems.file().toAbsolutePath().normalize().getParent();
        return new KameletSteps(problems, new Kamelets(folder == null ? Path.of("/") : folder, problems)).writeOut(root);
    }

    static String yaml(Node root) {
        DumpSettings settings = DumpSettings.builder().build();
        return new Present(settings).emitToString(new Serialize(settings).serializeOne(root).iterator());
    }
}
