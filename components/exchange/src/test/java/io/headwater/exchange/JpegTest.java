package io.headwater.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JpegTest {
    private final FramePool pool = new FramePool(1 << 22, true);

    @AfterEach
    void closePool() {
        assertThat(pool.frames()).isZero();
        pool.close();
    }

    @Test
    void keepsSizeAndColour() throws IOException {
        Frame frame = plain(PixelFormat.BGR24, 20, 30, 200);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(FlowConverter.toBytes(frame, null)));
        frame.release();
        assertThat(picture.getWidth()).isEqualTo(65);
        assertThat(picture.getHeight()).isEqualTo(33);
        int rgb = picture.getRGB(32, 16);
        assertThat(rgb >> 16 & 255).as("red").isBetween(196, 204);
        assertThat(rgb >> 8 & 255).as("green").isBetween(26, 34);
        assertThat(rgb & 255).as("blue").isBetween(16, 24);
    }

    @Test
    void writesPlanesInTheirColours() throws IOException {
        Frame frame = Objects.requireNonNull(pool.tryTake(new Origin("t", 0, 0, Instant.EPOCH, Instant.EPOCH), 64, 32, PixelFormat.I420, View.whole(64, 32)));
        frame.pixels().asSlice(0, 64 * 32).fill((byte) 81); // red in BT.601: 81, 90, 240
        frame.pixels().asSlice(64 * 32, 32 * 16).fill((byte) 90);
        frame.pixels().asSlice(64 * 32 + 32 * 16, 32 * 16).fill((byte) 240);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(FlowConverter.toBytes(frame, null)));
        frame.release();
        assertThat(picture.getWidth()).isEqualTo(64);
        assertThat(picture.getHeight()).isEqualTo(32);
        int rgb = picture.getRGB(40, 20);
        assertThat(rgb >> 16 & 255).as("red").isGreaterThan(250);
        assertThat(rgb >> 8 & 255).as("green").isLessThan(6);
        assertThat(rgb & 255).as("blue").isLessThan(6);
    }

    @Test
    void writesGrayAsOneChannel() throws IOException {
        Frame frame = plain(PixelFormat.GRAY8, 120);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(FlowConverter.toBytes(frame, null)));
        frame.release();
        assertThat(picture.getRaster().getNumBands()).isEqualTo(1);
        assertThat(picture.getRaster().getSample(3, 3, 0)).isBetween(118, 122);
    }

    @Test
    void takesItsQualityFromTheExchange() throws Exception {
        try (SimpleCamelContext context = new SimpleCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            Frame frame = noise();
            exchange.getIn().setBody(frame);
            int usual = exchange.getIn().getBody(byte[].class).length;
            exchange.setProperty(FlowConverter.JPEG_QUALITY, "20");
            int small = exchange.getIn().getBody(byte[].class).length;
            frame.release();
            assertThat(small).isLessThan(usual / 2);
        }
    }

    @Test
    void refusesQualityBeyondItsRange() {
        Frame frame = plain(PixelFormat.GRAY8, 0);
        assertThatThrownBy(() -> Jpeg.encode(frame, 101)).hasMessage("JPEG quality is 101, must be 1–100");
        frame.release();
    }

    @Test
    void refusesAFrameThatWasReleased() {
        Frame frame = plain(PixelFormat.GRAY8, 0);
        frame.release();
        assertThatThrownBy(() -> FlowConverter.toBytes(frame, null)).isInstanceOf(IllegalStateException.class).hasMessageContaining("was released");
    }

    private Frame plain(PixelFormat format, int... pixel) {
        Frame frame = Objects.requireNonNull(pool.tryTake(new Samples(1).origin(), 65, 33, format, View.whole(65, 33)));
        for (long i = 0; i < frame.bytes(); i++) {
            frame.pixels().set(ValueLayout.JAVA_BYTE, i, (byte) pixel[(int) (i % pixel.length)]);
        }
        return frame;
    }

    private Frame noise() {
        Frame frame = plain(PixelFormat.BGR24, 0);
        java.util.Random random = new java.util.Random(5);
        for (long i = 0; i < frame.bytes(); i++) {
            frame.pixels().set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
        return frame;
    }
}
