package io.headwater.runtime.oci;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Where artifacts lie. What it gives was not checked against its digest.
 *  <p>Errors: {@link OciException} for what will not get better by itself, {@link IOException} for what may. */
interface Store {
    /** The bytes of a manifest, by a tag or a digest. */
    byte[] manifest(String wanted) throws OciException, IOException;

    /** Gives content from a byte on, where it can; from the first on otherwise, and says so.
     *
     *  @param to what is given from {@code from} on
     *  @return from which byte on it was given */
    long read(Entry content, long from, Sink to) throws OciException, IOException;

    boolean has(Entry content) throws OciException, IOException;

    void write(Entry content, Path file) throws OciException, IOException;

    void writeManifest(String tag, String sha256, byte[] manifest) throws OciException, IOException;

    /** Takes content, once it is known where it begins. */
    interface Sink {
        OutputStream from(long first) throws IOException;
    }
}
