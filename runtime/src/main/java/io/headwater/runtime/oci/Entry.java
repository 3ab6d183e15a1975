package io.headwater.runtime.oci;

/** Content by its digest.
 *
 *  @param name the file's name in the model's folder, with slashes; empty for what is no file
 *  @param sha256 64 hex digits
 *  @param size in bytes */
record Entry(String name, String sha256, long size) {
    String digest() {
        return "sha256:" + sha256;
    }
}
