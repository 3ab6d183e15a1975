package io.headwater.flow;

/** Which model spoke: name, version, and the digest of its file.
 *
 *  @param digest SHA-256 of the model's file, 64 hex digits */
public record ModelId(String name, String version, String digest) {
    @Override
    public String toString() {
        return name + ":" + version + "@" + digest.substring(0, Math.min(12, digest.length()));
    }
}
