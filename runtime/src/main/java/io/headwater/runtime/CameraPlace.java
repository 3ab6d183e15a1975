package io.headwater.runtime;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a user says that his camera is.
 *
 *  @param location as {@code camera.location} takes it */
record CameraPlace(String location, boolean isFile, boolean isDevice) {
    static CameraPlace of(String given) {
        if (given.matches("\\d+")) {
            return new CameraPlace("/dev/video" + given, false, true);
        }
        if (given.startsWith("/dev/")) {
            return new CameraPlace(given, false, true);
        }
        if (given.contains("://") || given.equals("test")) {
            return new CameraPlace(given, false, false);
        }
        return new CameraPlace(Path.of(given).toAbsolutePath().normalize().toString(), true, false);
    }

    /** Refuses a file or a device that is not there; what is on the network is tried when the route runs. */
    void requireThere() {
        if ((isFile || isDevice) && !Files.isReadable(Path.of(location))) {
            throw new SurroundingsException("there is no " + (isDevice ? "camera" : "video file") + " at " + location,
                    isDevice ? "ls /dev/video* lists the cameras; --camera takes 0, /dev/video0, rtsp://… or a video file" : "--camera takes a video file that can be read, 0, /dev/video0 or rtsp://…");
        }
    }
}
