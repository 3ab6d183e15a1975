package io.headwater.runtime.consume;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where lines go: to a writer, to one file, or into a folder with a file for each type. Files grow; what is there stays.
 *  <p>Errors: {@link UncheckedIOException}. */
final class Output implements AutoCloseable {
    private final Form form;
    private final Form.Lines lines;
    private final @Nullable PrintWriter out;
    private final @Nullable Path to;
    private final Map<Path, Writer> files = new HashMap<>();
    private boolean begun;

    /** @param out taken where {@code to} is null
     *  @param to a file, or a folder that is there */
    Output(Form form, PrintWriter out, @Nullable Path to) {
        this.form = form;
        this.lines = form.lines();
        this.out = to == null ? out : null;
        this.to = to;
    }

    void write(Line line) {
        List<String> texts = lines.of(line);
        if (texts.isEmpty()) {
            return;
        }
        PrintWriter stream = out;
        if (stream != null) {
            (begun ? List.<String>of() : lines.head()).forEach(stream::println);
            begun = true;
            texts.forEach(stream::println);
            return;
        }
        try {
            Writer file = file(line);
            for (String text : texts) {
                file.write(text + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Writer file(Line line) throws IOException {
        Path path = java.util.Objects.requireNonNull(to);
        if (Files.isDirectory(path)) {
            path = path.resolve(line.event().type().replaceFirst("^io\\.headwater\\.", "") + "." + form.ending);
        }
        Writer open = files.get(path);
        if (open == null) {
            boolean empty = !Files.exists(path) || Files.size(path) == 0;
            open = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            files.put(path, open);
            for (String head : empty ? lines.head() : List.<String>of()) {
                open.write(head + "\n");
            }
        }
        return open;
    }

    void flush() {
        PrintWriter stream = out;
        if (stream != null) {
            stream.flush();
        }
        try {
            for (Writer file : files.values()) {
                file.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> report(Tally tally) {
        return lines.report(tally);
    }

    @Override
    public void close() {
        flush();
        try {
            for (Writer file : files.values()) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
