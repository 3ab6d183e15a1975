package io.headwater.runtime.recording;

import io.headwater.exchange.RecordedExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what came as lines of JSON, each when its way through the route has ended; who reads them puts them into the order of their times. */
final class LineSink implements Sink {
    private final Path file;
    private final Cleaning cleaning;
    private final Listener listener;
    private final OutputStream out;
    private long bytes;

    LineSink(Path file, Scrub scrub, Listener listener) throws IOException {
        this.file = file;
        this.cleaning = new Cleaning(scrub.fields());
        this.listener = listener;
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    @Override
    public void write(Passage item) throws IOException {
        RecordedExchange clean = cleaning.of(((Content.Came) item.content()).exchange());
        if (clean == null) {
            listener.missed("no JSON, so that its fields cannot be taken out");
            return;
        }
        byte[] line;
        try {
            line = (clean.line() + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            listener.missed("a body that JSON has no form for");
            return;
        }
        out.write(line);
        bytes += line.length;
        listener.written(item);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
