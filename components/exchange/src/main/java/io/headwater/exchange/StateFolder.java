package io.headwater.exchange;

import java.nio.file.Path;

/** Where state lies by default: {@code $STATE_DIRECTORY} as systemd sets it, else the XDG state folder. */
public final class StateFolder {
    private StateFolder() {}

    public static Path byDefault() {
        String systemd = System.getenv("STATE_DIRECTORY");
        if (systemd != null && !systemd.isBlank()) {
            return Path.of(systemd.split(":")[0]);
        }
        String xdg = System.getenv("XDG_STATE_HOME");
        return (xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".local", "state")).resolve("headwater");
    }
}
