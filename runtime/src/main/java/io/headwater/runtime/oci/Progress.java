package io.headwater.runtime.oci;

/** Is told how far a file is, in bytes. */
public interface Progress {
    void at(String file, long done, long of);
}
