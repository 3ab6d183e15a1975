package io.headwater.runtime.testing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.support.ResourceSupport;

/** A route file with another text in it: what it names relative to its file is found as ever. */
final class RewrittenRoute extends ResourceSupport {
    private final String text;

    RewrittenRoute(Path file, String text) {
        super("file", "file:" + file.toAbsolutePath().normalize());
        this.text = text;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
