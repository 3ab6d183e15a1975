package io.headwater.exchange;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A file of {@link RecordedExchange} lines, read in the order of their times; blank lines, and those that begin with {@code #}, are passed over.
 *  <p>Bounds: keeps the place of each line in memory, and one line at a time.
 *  <p>Threading: one thread. */
public final class RecordingFile implements Closeable {
    /** How such files are called. */
    public static final String ENDING = ".jsonl";

    private final FileChannel file;
    private final List<Line> lines;
    private int next;

    private record Line(Instant at, long from, int length) {}

    private RecordingFile(FileChannel file, List<Line> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Opens a recording, and checks each of its lines.
     *  <p>Errors: {@link IllegalArgumentException} that tells the line and what is wrong with it; {@link IOException}. */
    public static RecordingFile open(Path path) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (InputStream in = Files.newInputStream(path)) {
            InputStream all = new java.io.BufferedInputStream(in, 1 << 16);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long from = 0;
            int number = 0;
            for (int b = all.read(); b >= 0 || line.size() > 0; b = all.read()) {
                if (b >= 0 && b != '\n') {
                    line.write(b);
                    continue;
                }
                number++;
                String text = line.toString(StandardCharsets.UTF_8);
                if (!text.isBlank() && !text.startsWith("#")) {
                    lines.add(new Line(read(text, number).at(), from, line.size()));
                }
                from += line.size() + 1L;
                line.reset();
            }
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("holds no line");
        }
        lines.sort(Comparator.comparing(Line::at)); // those of one time stay as they stand
        return new RecordingFile(FileChannel.open(path), lines);
    }

    private static RecordedExchange read(String text, int number) {
        try {
            return RecordedExchange.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + " " + e.getMessage());
        }
    }

    /** When its first line came. */
    public Instant begin() {
        return lines.getFirst().at();
    }

    public boolean hasNext() {
        return next < lines.size();
    }

    /** The next line, by its time.
     *  <p>Errors: {@link IOException}, also where the file was changed meanwhile. */
    public RecordedExchange next() throws IOException {
        Line line = lines.get(next++);
        ByteBuffer bytes = ByteBuffer.allocate(line.length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, line.from + bytes.position()) < 0) {
                throw new EOFException("it has become shorter");
            }
        }
        try {
            return RecordedExchange.of(new String(bytes.array(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException("it was changed meanwhile: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
