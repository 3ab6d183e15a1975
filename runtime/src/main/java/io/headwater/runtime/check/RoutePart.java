package io.headwater.runtime.check;

import io.headwater.exchange.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceSupport;

/** What of a route file is loaded and replaced as one: a route with an id, or all of a file that holds something else beside routes.
 *
 *  @param file where it stands; relative paths in it are resolved beside it
 *  @param route the route's id; empty for all of a file
 *  @param text as Camel is to read it, Kamelets written out */
public record RoutePart(Path file, String route, String text) {
    /** What it goes on as when its text changes. */
    public String key() {
        return file + "#" + route;
    }

    /** What it is called, wherever its file stands. */
    public String name() {
        return route.isEmpty() ? "all of " + file.getFileName() : route;
    }

    /** Changes with the text, and with nothing else. */
    public String digest() {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** For Camel to load, under the file's name. */
    public Resource resource() {
        return new ResourceSupport("file", "file:" + file) {
            @Override
            public boolean exists() {
                return true; // its text is here; the file may be gone when a set is brought back
            }

            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
