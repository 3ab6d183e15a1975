package io.headwater.runtime.recording;

import java.io.IOException;
import java.nio.file.Path;

/** Where items are written.
 *  <p>Threading: one thread, that of the recording. */
interface Sink extends AutoCloseable {
    /** Writes an item, now or when those before it have come.
     *  <p>Ownership: the lease of a frame is the sink's from here on.
     *  <p>Errors: {@link IOException} when nothing more can be written; what was written stays. */
    void write(Passage item) throws IOException;

    /** Bytes that were written. */
    long bytes();

    /** Of the recording. */
    Path file();

    /** Writes what waits, and ends the file. */
    @Override
    void close() throws IOException;

    /** Told what became of each item. */
    interface Listener {
        void written(Passage item);

        void missed(String reason);
    }
}
