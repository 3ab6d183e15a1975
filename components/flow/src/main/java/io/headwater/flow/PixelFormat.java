package io.headwater.flow;

/** How a picture's pixels lie in memory: rows from the top, without padding. */
public enum PixelFormat {
    /** Blue, green, red: one byte each. */
    BGR24(3),
    /** Luminance: one byte. */
    GRAY8(1),
    /** What video decoders give, and half the size of BGR: a plane of luminance, then one of blue and one of red difference, each of
     *  half the width and height. BT.601, limited range; width and height are even. */
    I420(1);

    private final int bytesPerPixel;

    PixelFormat(int bytesPerPixel) {
        this.bytesPerPixel = bytesPerPixel;
    }

    /** Bytes of one pixel in the first plane. */
    public int bytesPerPixel() {
        return bytesPerPixel;
    }

    /** Bytes of a whole picture.
     *  <p>Errors: {@link IllegalArgumentException} for a size that the format cannot have. */
    public long bytes(int width, int height) {
        long first = (long) width * height * bytesPerPixel;
        if (this != I420) {
            return first;
        }
        if (width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("a frame of " + width + "x" + height + " cannot be I420: width and height must be even");
        }
        return first + first / 2;
    }
}
