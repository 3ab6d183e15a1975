package io.headwater.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** By whom a sensor logs in. Its text shows nothing of it.
 *
 *  @param file holds the password, and is read anew for each connection; null where {@code password} is it */
record Login(String user, @Nullable String password, @Nullable Path file) {
    /** The password as it is now; null where there is none.
     *  <p>Errors: {@link BusException} when its file cannot be read. */
    @Nullable String secret() throws BusException {
        if (file == null) {
            return password;
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BusException("the password's file " + file + " cannot be read");
        }
    }

    @Override
    public String toString() {
        return "Login[***]";
    }
}
