package io.headwater.flow;

/** How a picture's pixels lie in memory: rows from the top, packed, without padding. */
public enum PixelFormat {
    /** Blue, green, red: one byte each. */
    BGR24(3),
    /** Luminance: one byte. */
    GRAY8(1);

    private final int bytesPerPixel;

    PixelFormat(int bytesPerPixel) {
        this.bytesPerPixel = bytesPerPixel;
    }

    public int bytesPerPixel() {
        return bytesPerPixel;
    }
}
