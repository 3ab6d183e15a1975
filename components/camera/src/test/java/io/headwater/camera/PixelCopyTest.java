package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelCopyTest {
    private static final byte GUARD = 0x5A;

    @BeforeAll
    static void loads() {
        Ffmpeg.load();
    }

    /** Sizes that are no multiple of what the processor works on at once, and some that are. */
    @ParameterizedTest
    @CsvSource({"768,576", "350,97", "349,96", "17,16", "16,17", "66,50", "33,31", "1,1", "2,2", "1279,3", "641,481"})
    void convertsEveryPixelAndNothingBeyond(int width, int height) throws Exception {
        try (FramePool pool = new FramePool(16 << 20); PixelCopy copy = new PixelCopy()) {
            AVFrame picture = picture(width, height);
            Frame frame = pool.take(new Origin("t", 0, 0, Instant.EPOCH, Instant.EPOCH), width, height, PixelFormat.BGR24, View.whole(width, height));
            long slack = (frame.bytes() + 4095) / 4096 * 4096 - frame.bytes();
            MemorySegment beyond = MemorySegment.ofAddress(frame.pixels().address() + frame.bytes()).reinterpret(slack);
            beyond.fill(GUARD);
            frame.pixels().fill((byte) 0);

            copy.copy(picture, frame);

            BytePointer luma = picture.data(0);
            BytePointer blue = picture.data(1);
            BytePointer red = picture.data(2);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double l = 1.1644 * ((luma.get((long) y * picture.linesize(0) + x) & 255) - 16);
                    int u = (blue.get((long) (y / 2) * picture.linesize(1) + x / 2) & 255) - 128;
                    int v = (red.get((long) (y / 2) * picture.linesize(2) + x / 2) & 255) - 128;
                    long at = (long) y * frame.stride() + 3L * x;
                    boolean right = near(frame, at, l + 2.0172 * u) && near(frame, at + 1, l - 0.3918 * u - 0.8130 * v)
                            && near(frame, at + 2, l + 1.5960 * v);
                    if (!right) {
                        fail("pixel %d,%d is %d,%d,%d", x, y, pixel(frame, at), pixel(frame, at + 1), pixel(frame, at + 2));
                    }
                }
            }
            for (long i = 0; i < slack; i++) {
                assertThat(beyond.get(ValueLayout.JAVA_BYTE, i)).as("byte %d beyond the frame", i).isEqualTo(GUARD);
            }
            frame.release();
            avutil.av_frame_free(picture);
        }
    }

    @ParameterizedTest
    @CsvSource({"768,576", "66,50", "2,2"})
    void keepsThePlanesOfEvenPicturesAsTheyAre(int width, int height) throws Exception {
        try (FramePool pool = new FramePool(16 << 20); PixelCopy copy = new PixelCopy()) {
            AVFrame picture = picture(width, height);
            assertThat(PixelCopy.format(picture)).isEqualTo(PixelFormat.I420);
            Frame frame = pool.take(new Origin("t", 0, 0, Instant.EPOCH, Instant.EPOCH), width, height, PixelFormat.I420, View.whole(width, height));
            copy.copy(picture, frame);
            long at = 0;
            for (int plane = 0; plane < 3; plane++) {
                int shift = plane == 0 ? 0 : 1;
                for (int y = 0; y < height >> shift; y++) {
                    for (int x = 0; x < width >> shift; x++) {
                        if (pixel(frame, at++) != (picture.data(plane).get((long) y * picture.linesize(plane) + x) & 255)) {
                            fail("plane %d, %d,%d", plane, x, y);
                        }
                    }
                }
            }
            assertThat(at).isEqualTo(frame.bytes());
            frame.release();
            avutil.av_frame_free(picture);
        }
    }

    @Test
    void makesColoursOfWhatHasNoSuchPlanes() {
        AVFrame odd = picture(17, 16);
        AVFrame full = picture(16, 16);
        full.color_range(avutil.AVCOL_RANGE_JPEG);
        assertThat(PixelCopy.format(odd)).isEqualTo(PixelFormat.BGR24);
        assertThat(PixelCopy.format(full)).isEqualTo(PixelFormat.BGR24);
        avutil.av_frame_free(odd);
        avutil.av_frame_free(full);
    }

    private static int pixel(Frame frame, long at) {
        return frame.pixels().get(ValueLayout.JAVA_BYTE, at) & 255;
    }

    /** FFmpeg dithers and rounds in tables: up to 8 away from the formula. */
    private static boolean near(Frame frame, long at, double value) {
        return Math.abs(pixel(frame, at) - Math.clamp(value, 0, 255)) <= 8;
    }

    /** A smooth slope: how the chroma of neighbours is mixed changes little. */
    private static AVFrame picture(int width, int height) {
        AVFrame picture = avutil.av_frame_alloc();
        picture.width(width).height(height).format(avutil.AV_PIX_FMT_YUV420P);
        assertThat(avutil.av_frame_get_buffer(picture, 0)).isZero();
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            BytePointer data = picture.data(plane);
            for (int y = 0; y < height + shift >> shift; y++) {
                for (int x = 0; x < width + shift >> shift; x++) {
                    int value = plane == 0 ? 60 + 120 * x / width : plane == 1 ? 100 + Math.min(50, y / 2) : 160 - Math.min(60, x / 2);
                    data.put((long) y * picture.linesize(plane) + x, (byte) value);
                }
            }
        }
        return picture;
    }
}
