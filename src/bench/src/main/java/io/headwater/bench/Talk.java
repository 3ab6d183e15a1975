package io.headwater.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A child that says something, waits to be told to go on, and ends when nobody talks to it any more.
 *  <p>Ownership: the process ends with {@link #close()}. */
final class Talk implements AutoCloseable {
    private final Process child;
    private final Path words;
    private final BufferedReader out;

    /** @param words takes what it prints on standard error */
    Talk(Process child, Path words) {
        this.child = child;
        this.words = words;
        this.out = child.inputReader(StandardCharsets.UTF_8);
    }

    /** Waits for a line that begins so; what follows in it.
     *  <p>Errors: {@link IOException} with the child's last words when it ends instead. */
    String await(String beginning) throws IOException, InterruptedException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
        List<String> last = Files.readAllLines(words);
        throw new IOException("a child ended with exit code " + child.waitFor() + "\n" + String.join("\n", last.subList(Math.max(0, last.size() - 20), last.size())));
    }

    /** Tells it to go on. */
    void go() throws IOException {
        Writer in = child.outputWriter(StandardCharsets.UTF_8);
        in.write("\n");
        in.flush();
    }

    /** Tells it to end; its last line that begins so. */
    String end(String beginning) throws IOException, InterruptedException {
        child.outputWriter(StandardCharsets.UTF_8).close();
        return await(beginning);
    }

    @Override
    public void close() throws InterruptedException {
        child.destroyForcibly();
        child.waitFor();
    }
}
