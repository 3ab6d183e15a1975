package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads route files as what they mean: with their Kamelets written out. */
public final class RouteSource {
    private RouteSource() {}

    /** The parts of a file, in its order; none where it cannot be read.
     *  <p>Errors: {@link RefusedException} with everything that is wrong with its Kamelets. */
    public static List<RoutePart> parts(Path file) {
        List<Problem> problems = new ArrayList<>();
        Optional<ReadFile> read = read(new FileProblems(file, problems), Optional.empty());
        if (Problem.anyError(problems)) {
            throw new RefusedException(problems);
        }
        return read.map(ReadFile::parts).orElse(List.of());
    }

    /** What a file holds, with its Kamelets written out; empty, and reported, when it cannot be read. */
    static Optional<Node> nodes(FileProblems problems) {
        return read(problems, Optional.empty()).map(ReadFile::root);
    }

    /** The same, with its text.
     *
     *  @param given the text, where it is not to be read from the file */
    static Optional<ReadFile> read(FileProblems problems, Optional<String> given) {
        RouteText text = new RouteText(problems);
        return given.map(text::parse).orElseGet(text::read).map(root -> {
            Node written = writeOut(root, problems);
            return new ReadFile(problems.file(), text.source(), written, written == root);
        });
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
