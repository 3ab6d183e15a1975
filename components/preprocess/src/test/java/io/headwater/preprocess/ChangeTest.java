package io.headwater.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headwater.exchange.OpenCv;
import io.headwater.flow.Box;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChangeTest {
    private final FramePool pool = new FramePool(8 << 20, true);

    @BeforeAll
    static void loads() {
        OpenCv.load();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(pool.frames()).isZero();
        pool.close();
    }

    @Test
    void cutsOutThePixelsOfThePart() {
        Frame in = frame(40, 20, PixelFormat.BGR24);
        Frame out = apply(in, Area.of("0.25,0.1,0.5,0.5"), 0, 0);

        assertThat(out.width() + "x" + out.height()).isEqualTo("20x10");
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 20; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(pixel(out, x, y, c)).isEqualTo(pixel(in, x + 10, y + 2, c));
                }
            }
        }
        release(in, out);
    }

    @Test
    void givesPlanesTheirColoursFirst() {
        Frame in = pool.tryTake(origin(), 64, 32, PixelFormat.I420, View.whole(64, 32));
        in.pixels().asSlice(0, 64 * 32).fill((byte) 81); // red in BT.601: 81, 90, 240
        in.pixels().asSlice(64 * 32, 32 * 16).fill((byte) 90);
        in.pixels().asSlice(64 * 32 + 32 * 16, 32 * 16).fill((byte) 240);
        Frame out = apply(in, Area.of("0.5,0,0.5,1"), 0, 0, "0.9,0,0.1,1");

        assertThat(out.format()).isEqualTo(PixelFormat.BGR24);
        assertThat(pixel(out, 5, 5, 0)).as("blue").isLessThan(3);
        assertThat(pixel(out, 5, 5, 2)).as("red").isGreaterThan(252);
        assertThat(pixel(out, 31, 5, 2)).as("masked").isZero();
        release(in, out);
    }

    @Test
    void leavesThePictureThatCameInAsItIs() {
        Frame in = frame(16, 16, PixelFormat.GRAY8);
        Frame out = apply(in, null, 0, 0, "0,0,1,1");

        for (int i = 0; i < 256; i++) {
            assertThat(pixel(in, i % 16, i / 16, 0)).isEqualTo(value(i % 16, i / 16, 0));
            assertThat(pixel(out, i % 16, i / 16, 0)).isZero();
        }
        release(in, out);
    }

    @Test
    void blacksOutEveryPixelThatAMaskTouchesAndNoOther() {
        Frame in = frame(20, 10, PixelFormat.BGR24);
        Frame out = apply(in, null, 0, 0, "0.26,0.25,0.1,0.2", "0.9,0,0.1,0.1");

        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 20; x++) {
                boolean masked = x >= 5 && x < 8 && y >= 2 && y < 5 || x >= 18 && y < 1;
                for (int c = 0; c < 3; c++) {
                    assertThat(pixel(out, x, y, c)).as("%d,%d", x, y).isEqualTo(masked ? 0 : value(x, y, c));
                }
            }
        }
        release(in, out);
    }

    @Test
    void placesAMaskWithinTheCutOut() {
        Frame in = frame(20, 10, PixelFormat.BGR24);
        Frame out = apply(in, Area.of("0.5,0,0.5,1"), 0, 0, "0.4,0,0.2,1", "0,0,0.2,1");

        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 10; x++) {
                assertThat(pixel(out, x, y, 1)).as("%d,%d", x, y).isEqualTo(x < 2 ? 0 : value(x + 10, y, 1));
            }
        }
        release(in, out);
    }

    @Test
    void showsNothingOfAMaskedAreaAfterScaling() {
        for (int width : new int[] {7, 13, 33, 64, 150}) {
            Frame in = pool.tryTake(origin(), 64, 48, PixelFormat.BGR24, View.whole(64, 48));
            in.pixels().fill((byte) 0);
            for (int y = 12; y < 24; y++) { // all that is not black lies in the masked area
                in.pixels().asSlice((long) y * in.stride() + 3 * 16, 3 * 16).fill((byte) 255);
            }
            Frame out = apply(in, null, width, 0, "0.25,0.25,0.25,0.25");
            for (int i = 0; i < out.bytes(); i++) {
                assertThat(out.pixels().get(ValueLayout.JAVA_BYTE, i)).as("byte %d at width %d", i, width).isZero();
            }
            release(in, out);
        }
    }

    @Test
    void makesPicturesSmallerByAveraging() {
        Frame in = frame(40, 20, PixelFormat.BGR24);
        Frame out = apply(in, null, 20, 10);

        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 20; x++) {
                for (int c = 0; c < 3; c++) {
                    double mean = (value(2 * x, 2 * y, c) + value(2 * x + 1, 2 * y, c) + value(2 * x, 2 * y + 1, c) + value(2 * x + 1, 2 * y + 1, c)) / 4.0;
                    assertThat((double) pixel(out, x, y, c)).isCloseTo(mean, within(0.51));
                }
            }
        }
        release(in, out);
    }

    @Test
    void scalesThePartThatItCutsOut() {
        Frame in = frame(40, 20, PixelFormat.GRAY8);
        Frame out = apply(in, Area.of("0.5,0.5,0.5,0.5"), 10, 5);

        double mean = (value(20, 10, 0) + value(21, 10, 0) + value(20, 11, 0) + value(21, 11, 0)) / 4.0;
        assertThat((double) pixel(out, 0, 0, 0)).isCloseTo(mean, within(0.51));
        release(in, out);
    }

    @Test
    void keepsTheProportionsWhenOneSideIsGiven() {
        Frame in = frame(768, 576, PixelFormat.BGR24);
        Frame byWidth = apply(in, null, 384, 0);
        Frame byHeight = apply(in, Area.of("0,0,0.5,1"), 0, 288);

        assertThat(byWidth.width() + "x" + byWidth.height()).isEqualTo("384x288");
        assertThat(byHeight.width() + "x" + byHeight.height()).isEqualTo("192x288");
        release(in, byWidth, byHeight);
    }

    @Test
    void tellsBoxesInPixelsOfTheOriginal() {
        Frame in = frame(768, 576, PixelFormat.BGR24);
        Frame once = apply(in, Area.of("0.5,0.25,0.5,0.5"), 96, 0);
        Frame twice = apply(once, Area.of("0.5,0.5,0.5,0.5"), 0, 0);

        assertThat(once.view().toOriginal(0, 0, 1, 1)).isEqualTo(new Box(384, 144, 768, 432));
        assertThat(once.view().toOriginal(0.25, 0.5, 0.5, 1)).isEqualTo(new Box(480, 288, 576, 432));
        assertThat(twice.view().toOriginal(0, 0, 1, 1)).isEqualTo(new Box(576, 288, 768, 432));
        assertThat(twice.origin()).isSameAs(in.origin());
        release(in, once, twice);
    }

    @Test
    void givesNothingWhenThePoolIsFull() {
        try (FramePool small = new FramePool(4096)) {
            Frame in = small.tryTake(origin(), 32, 32, PixelFormat.GRAY8, View.whole(32, 32));
            assertThat(new Change(Area.of("0,0,0.5,1"), 0, 0, List.of()).apply(in, small)).isNull();
            in.release();
        }
    }

    @Test
    void refusesAreasThatAreNoneOrLieOutside() {
        for (String wrong : List.of("", "0,0,1", "0,0,1,1,1", "0,0,0,1", "-0.1,0,1,1", "0.5,0,0.6,1", "a,b,c,d", "0,0,NaN,1")) {
            assertThatThrownBy(() -> Area.of(wrong)).as(wrong)
                    .hasMessageEndingWith("must be x,y,width,height, each 0.0–1.0 of the picture, and inside of it");
        }
        assertThatThrownBy(() -> Area.of("0,0,0,1")).hasMessageStartingWith("and an area of 0 by 1 has nothing in it");
        assertThatThrownBy(() -> Area.of("0.5,0,0.6,1")).hasMessageStartingWith("which reaches out of the picture, to 1.1 of its width");
        assertThatThrownBy(() -> Area.of("-0.1,0,1,1")).hasMessageStartingWith("which begins outside");
        assertThatThrownBy(() -> Area.of("0,0,200,100")).hasMessageContaining("which looks like pixels");
        assertThat(Area.listOf(" 0, 0, 0.5, 0.5 ; 0.7,0.1,0.3,0.9;")).containsExactly(new Area(0, 0, 0.5, 0.5), new Area(0.7, 0.1, 0.3, 0.9));
    }

    private Frame apply(Frame in, @Nullable Area crop, int width, int height, String... masks) {
        Frame out = new Change(crop, width, height, java.util.Arrays.stream(masks).map(Area::of).toList()).apply(in, pool);
        assertThat(out).isNotNull();
        return out;
    }

    private Frame frame(int width, int height, PixelFormat format) {
        Frame frame = pool.tryTake(origin(), width, height, format, View.whole(width, height));
        int channels = format.bytesPerPixel();
        for (int i = 0; i < frame.bytes(); i++) {
            frame.pixels().set(ValueLayout.JAVA_BYTE, i, (byte) value(i / channels % width, i / channels / width, i % channels));
        }
        return frame;
    }

    /** Never 0, so that black is a mask's. */
    private static int value(int x, int y, int channel) {
        return 1 + (x * 5 + y * 11 + channel * 80) % 255;
    }

    private static int pixel(Frame frame, int x, int y, int channel) {
        return frame.pixels().get(ValueLayout.JAVA_BYTE, (long) y * frame.stride() + (long) x * frame.format().bytesPerPixel() + channel) & 255;
    }

    private static Origin origin() {
        return new Origin("gate", 3, 7, Instant.EPOCH, Instant.EPOCH);
    }

    private static void release(Frame... frames) {
        for (Frame frame : frames) {
            frame.release();
        }
    }
}
