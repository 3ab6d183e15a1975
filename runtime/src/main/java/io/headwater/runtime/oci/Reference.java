package io.headwater.runtime.oci;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an artifact lies: {@code oci-layout:DIR:TAG} or {@code HOST[:PORT]/NAME:TAG}; {@code @sha256:…} in the place of the tag, or behind it.
 *
 *  @param place the folder of a layout, or a registry and its repository
 *  @param tag null where only the digest is given
 *  @param sha256 64 hex digits; null where only the tag is given */
record Reference(Place place, @Nullable String tag, @Nullable String sha256) {
    private static final String LAYOUT = "oci-layout:";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}";
    private static final Pattern END = Pattern.compile("(?<place>.*?)(?::(?<tag>" + TAG + "))?(?:@(?<digest>[^@/]+))?");
    private static final Pattern REMOTE = Pattern.compile("(?<scheme>https?://)?(?<host>[A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+\\])(?::(?<port>\\d{1,5}))?/(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)");
    private static final String HOW = "write oci-layout:DIR:TAG or registry.example.com/models/people:1.3.0, with @sha256:… for exactly one";

    /** Without tag and digest. */
    sealed interface Place permits Layout, Remote {}

    record Layout(Path folder) implements Place {}

    /** @param base scheme, host and port */
    record Remote(URI base, String repository) implements Place {}

    static Reference of(String text) throws OciException {
        String rest = text.startsWith(LAYOUT) ? text.substring(LAYOUT.length()) : text;
        Matcher end = END.matcher(rest);
        if (!end.matches() || end.group("place").isEmpty()) {
            throw OciException.wrong(text + " names no artifact", HOW);
        }
        String digest = end.group("digest");
        if (digest != null && !digest.matches("sha256:[0-9a-f]{64}")) {
            throw OciException.wrong(digest + " is no digest, must be sha256: and 64 hex digits", HOW);
        }
        String tag = end.group("tag");
        String where = end.group("place");
        if (tag != null && !text.startsWith(LAYOUT) && !where.contains("/")) { // a port, not a tag
            throw OciException.wrong(text + " names no repository", HOW);
        }
        if (tag == null && digest == null) {
            throw OciException.wrong(text + " has neither a tag nor a digest", HOW);
        }
        return new Reference(text.startsWith(LAYOUT) ? new Layout(Path.of(where)) : remote(where, text), tag, digest == null ? null : digest.substring("sha256:".length()));
    }

    private static Remote remote(String where, String text) throws OciException {
        Matcher m = REMOTE.matcher(where);
        if (!m.matches()) {
            throw OciException.wrong(text + " names no repository of a registry", HOW);
        }
        String host = m.group("host");
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        String scheme = m.group("scheme") == null ? here ? "http://" : "https://" : m.group("scheme");
        return new Remote(URI.create(scheme + host + (m.group("port") == null ? "" : ":" + m.group("port"))), m.group("repository"));
    }

    /** What a registry or a layout is asked for. */
    String wanted() {
        return sha256 != null ? "sha256:" + sha256 : String.valueOf(tag);
    }

    Store store() {
        return switch (place) {
            case Layout layout -> new LayoutStore(layout.folder());
            case Remote remote -> new RegistryStore(remote);
        };
    }
}
