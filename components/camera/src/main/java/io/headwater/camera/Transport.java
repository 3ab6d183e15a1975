package io.headwater.camera;

import java.util.Locale;

/** How an RTSP camera sends its packets. */
public enum Transport {
    TCP, UDP;

    String ffmpeg() {
        return name().toLowerCase(Locale.ROOT);
    }
}
