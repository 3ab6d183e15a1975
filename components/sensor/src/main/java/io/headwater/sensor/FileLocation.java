package io.headwater.sensor;

import java.nio.file.Path;

/** A recording of messages: a file of lines of JSON. */
record FileLocation(Path file) implements Location {
    @Override
    public String toString() {
        return file.toString();
    }
}
