package io.headwater.camera;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a camera reads from.
 *
 *  @param kind what sort of source
 *  @param address the file's absolute path, the device, or the stream's URL; with credentials, if the user wrote some */
record Location(Kind kind, String address) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):/.*", Pattern.DOTALL);
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/\\s?#]*@");

    enum Kind {
        FILE, DEVICE, RTSP, HTTP, TEST;

        /** Whether frames come when they come, and do not wait. */
        boolean isLive() {
            return this != FILE;
        }
    }

    /** Reads what the user wrote.
     *  <p>Errors: {@link IllegalArgumentException} for a kind of URL that cannot be read. */
    static Location of(String text, Path folder) {
        if (text.equals("test")) {
            return new Location(Kind.TEST, text);
        }
        if (NUMBER.matcher(text).matches()) {
            return new Location(Kind.DEVICE, "/dev/video" + Integer.parseInt(text));
        }
        if (text.startsWith("/dev/")) {
            return new Location(Kind.DEVICE, text);
        }
        var url = SCHEME.matcher(text);
        if (url.matches()) {
            return switch (url.group(1).toLowerCase(Locale.ROOT)) {
                case "rtsp", "rtsps" -> new Location(Kind.RTSP, text);
                case "http", "https" -> new Location(Kind.HTTP, text);
                case "file" -> new Location(Kind.FILE, Path.of(URI.create(text)).normalize().toString());
                default -> throw new IllegalArgumentException("camera.location is " + redacted(text) + ", must be " + FORMS);
            };
        }
        return new Location(Kind.FILE, folder.resolve(text).toAbsolutePath().normalize().toString());
    }

    static final String FORMS = "a video file, a device such as /dev/video0 or 0, rtsp://…, http://…, or test";

    Path path() {
        return Path.of(address);
    }

    boolean isLive() {
        return kind.isLive();
    }

    /** A text without the credentials of the URLs in it. */
    static String redacted(String text) {
        return CREDENTIALS.matcher(text).replaceAll("***@");
    }

    /** Without credentials, fit for logs and people. */
    @Override
    public String toString() {
        return redacted(address);
    }
}
