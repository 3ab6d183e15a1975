package io.headwater.exchange;

import io.headwater.flow.PixelFormat;

/** How large the pictures of a source or a step are, as far as it can be told before one comes.
 *
 *  @param assumed whether nobody has said so, and it is only what is usual */
public record PictureSize(int width, int height, PixelFormat format, boolean assumed) {
    /** What a camera that is not opened is taken to give: full HD, in the planes of a video decoder. */
    public static final PictureSize USUAL = new PictureSize(1920, 1080, PixelFormat.I420, true);

    /** Bytes of one picture. */
    public long bytes() {
        return format.bytes(width, height);
    }

    /** As in {@code 1920×1080 I420 (assumed)}. */
    @Override
    public String toString() {
        return width + "×" + height + " " + format + (assumed ? " (assumed)" : "");
    }
}
