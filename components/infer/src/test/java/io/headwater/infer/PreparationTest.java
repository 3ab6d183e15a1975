package io.headwater.infer;

import io.headwater.exchange.OpenCv;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.PixelFormat;
import io.headwater.infer.ModelInput.Color;
import io.headwater.infer.ModelInput.Fit;
import io.headwater.infer.ModelInput.Layout;
import io.headwater.infer.ModelInput.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.dnn.Dnn;
import org.opencv.imgproc.Imgproc;

final class PreparationTest {
    private static final double NEAR = 1e-6;
    private static final double[] NO_MEAN = {0, 0, 0};
    private static final double[] ONE = {1, 1, 1};

    private final FramePool pool = new FramePool(16 << 20);

    static {
        OpenCv.load();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private static Mat noise(int width, int height, int type) {
        Core.setRNGSeed(7);
        Mat mat = new Mat(height, width, type);
        Core.randu(mat, 0, 256);
        return mat;
    }

    private float[] prepare(ModelInput input, Mat picture, int times) {
        ByteBuffer memory = ByteBuffer.allocateDirect((int) input.bytes()).order(ByteOrder.nativeOrder());
        Preparation preparation = new Preparation(input, memory);
        for (int i = 0; i < times; i++) {
            Frame frame = Things.frame(pool, picture);
            preparation.prepare(frame);
            frame.release();
        }
        float[] values = new float[input.width() * input.height() * input.channels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = input.type() == Type.FLOAT32 ? memory.getFloat(4 * i) : memory.get(i) & 0xff;
        }
        return values;
    }

    /** The largest difference between two tensors. */
    private static double farthest(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double most = 0;
        for (int i = 0; i < actual.length; i++) {
            most = Math.max(most, Math.abs(actual[i] - expected[i]));
        }
        return most;
    }

    private static float[] interleaved(float[] planes) {
        float[] pixels = new float[planes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = planes[i % 3 * (planes.length / 3) + i / 3];
        }
        return pixels;
    }

    private static float[] floats(Mat blob, int n) {
        float[] values = new float[n];
        blob.reshape(1, 1).get(0, 0, values);
        return values;
    }

    @ParameterizedTest
    @CsvSource({"768,576,352,352", "768,576,384,288", "64,48,352,352", "353,211,97,131", "352,352,352,352", "100,300,60,60"})
    void equalsBlobFromImageWhenStretched(int width, int height, int w, int h) {
        Mat picture = noise(width, height, CvType.CV_8UC3);
        ModelInput input = new ModelInput("x", Layout.NCHW, Type.FLOAT32, w, h, Color.BGR, Fit.STRETCH, 0, 1 / 255.0, NO_MEAN, ONE);
        float[] blob = floats(Dnn.blobFromImage(picture, 1 / 255.0, new Size(w, h), Scalar.all(0), false, false), 3 * w * h);
        assertThat(farthest(prepare(input, picture, 2), blob)).isLessThan(NEAR);
    }

    @ParameterizedTest
    @CsvSource({"768,576,352,352", "353,211,97,131", "100,300,60,60", "40,30,224,224"})
    void equalsBlobFromImageWhenCropped(int width, int height, int w, int h) {
        Mat picture = noise(width, height, CvType.CV_8UC3);
        ModelInput input = new ModelInput("x", Layout.NCHW, Type.FLOAT32, w, h, Color.RGB, Fit.CROP, 0, 1 / 255.0, new double[] {123.7, 116.3, 103.5}, ONE);
        float[] blob = floats(Dnn.blobFromImage(picture, 1 / 255.0, new Size(w, h), new Scalar(123.7, 116.3, 103.5), true, true), 3 * w * h);
        assertThat(farthest(prepare(input, picture, 2), blob)).isLessThan(NEAR);
    }

    @Test
    void laysPixelsSideBySideForNhwc() {
        Mat picture = noise(90, 70, CvType.CV_8UC3);
        double[] mean = {123.7, 116.3, 103.5};
        double[] std = {0.229, 0.224, 0.225};
        float[] planes = prepare(new ModelInput("x", Layout.NCHW, Type.FLOAT32, 33, 44, Color.RGB, Fit.STRETCH, 0, 1 / 255.0, mean, std), picture, 1);
        float[] pixels = prepare(new ModelInput("x", Layout.NHWC, Type.FLOAT32, 33, 44, Color.RGB, Fit.STRETCH, 0, 1 / 255.0, mean, std), picture, 2);
        assertThat(farthest(pixels, interleaved(planes))).isLessThan(NEAR);
    }

    @Test
    void scalesAllChannelsInOnePassForNhwcWhenTheyAreAlike() {
        Mat picture = noise(90, 70, CvType.CV_8UC3);
        double[] mean = {127.5, 127.5, 127.5};
        float[] planes = prepare(new ModelInput("x", Layout.NCHW, Type.FLOAT32, 33, 44, Color.BGR, Fit.STRETCH, 0, 1 / 127.5, mean, ONE), picture, 1);
        float[] pixels = prepare(new ModelInput("x", Layout.NHWC, Type.FLOAT32, 33, 44, Color.BGR, Fit.STRETCH, 0, 1 / 127.5, mean, ONE), picture, 2);
        assertThat(farthest(pixels, interleaved(planes))).isLessThan(NEAR);
    }

    @ParameterizedTest
    @CsvSource({"NCHW,BGR", "NCHW,RGB", "NHWC,BGR", "NHWC,RGB"})
    void givesBytesAsTheyAre(Layout layout, Color color) {
        Mat picture = noise(20, 10, CvType.CV_8UC3);
        float[] bytes = prepare(new ModelInput("x", layout, Type.UINT8, 20, 10, color, Fit.STRETCH, 0, 1, NO_MEAN, ONE), picture, 2);
        float[] floats = prepare(new ModelInput("x", layout, Type.FLOAT32, 20, 10, color, Fit.STRETCH, 0, 1, NO_MEAN, ONE), picture, 1);
        assertThat(farthest(bytes, floats)).isZero();
        byte[] first = new byte[3];
        picture.get(0, 1, first);
        int blue = layout == Layout.NCHW ? (color == Color.BGR ? 1 : 401) : (color == Color.BGR ? 3 : 5);
        assertThat(bytes[blue]).isEqualTo(first[0] & 0xff);
    }

    @ParameterizedTest
    @CsvSource({"NCHW", "NHWC"})
    void fillsThreeChannelsFromAGrayFrame(Layout layout) {
        Mat gray = noise(64, 48, CvType.CV_8UC1);
        Mat three = new Mat();
        Imgproc.cvtColor(gray, three, Imgproc.COLOR_GRAY2BGR);
        ModelInput input = new ModelInput("x", layout, Type.FLOAT32, 32, 32, Color.RGB, Fit.STRETCH, 0, 1, NO_MEAN, ONE);
        assertThat(farthest(prepare(input, gray, 2), prepare(input, three, 1))).isZero();
    }

    @Test
    void makesOneChannelOfAColourFrame() {
        Mat picture = noise(32, 32, CvType.CV_8UC3);
        Mat gray = new Mat();
        Imgproc.cvtColor(picture, gray, Imgproc.COLOR_BGR2GRAY);
        ModelInput input = new ModelInput("x", Layout.NCHW, Type.FLOAT32, 32, 32, Color.GRAY, Fit.STRETCH, 0, 1, new double[] {0}, new double[] {1});
        assertThat(farthest(prepare(input, picture, 2), prepare(input, gray, 1))).isZero();
    }

    @Test
    void padsTheShorterSideWhenLetterboxed() {
        Mat picture = noise(80, 40, CvType.CV_8UC3);
        ModelInput input = new ModelInput("x", Layout.NCHW, Type.FLOAT32, 40, 40, Color.BGR, Fit.LETTERBOX, 114, 1, NO_MEAN, ONE);
        ModelInput middle = new ModelInput("x", Layout.NCHW, Type.FLOAT32, 40, 20, Color.BGR, Fit.STRETCH, 0, 1, NO_MEAN, ONE);
        float[] boxed = prepare(input, picture, 2);
        float[] inner = prepare(middle, picture, 1);
        float[] expected = new float[boxed.length];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 40; y++) {
                for (int x = 0; x < 40; x++) {
                    expected[c * 1600 + y * 40 + x] = y < 10 || y >= 30 ? 114 : inner[c * 800 + (y - 10) * 40 + x];
                }
            }
        }
        assertThat(farthest(boxed, expected)).isZero();
    }

    @Test
    void saysWhereTheInputLiesInTheFrame() {
        assertThat(placement(Fit.STRETCH)).isEqualTo(Placement.WHOLE);
        assertThat(placement(Fit.LETTERBOX)).isEqualTo(new Placement(0, -0.5, 1, 2));
        assertThat(placement(Fit.CROP)).isEqualTo(new Placement(0.25, 0, 0.5, 1));
    }

    private Placement placement(Fit fit) {
        ModelInput input = new ModelInput("x", Layout.NCHW, Type.FLOAT32, 40, 40, Color.BGR, fit, 0, 1, NO_MEAN, ONE);
        Frame frame = Things.frame(pool, noise(80, 40, CvType.CV_8UC3));
        try {
            return new Preparation(input, ByteBuffer.allocateDirect((int) input.bytes())).prepare(frame);
        } finally {
            frame.release();
        }
    }

    @ParameterizedTest
    @CsvSource({"768,576,352,352,STRETCH", "640,480,224,224,LETTERBOX", "640,480,224,224,CROP", "64,48,64,48,STRETCH"})
    void makesOfPlanesWhatItMakesOfTheirColours(int width, int height, int w, int h, Fit fit) {
        ModelInput input = new ModelInput("x", Layout.NCHW, Type.FLOAT32, w, h, Color.RGB, fit, 114, 1, NO_MEAN, ONE);
        Mat planes = noise(width, height * 3 / 2, CvType.CV_8UC1);
        Mat colours = new Mat();
        Imgproc.cvtColor(planes, colours, Imgproc.COLOR_YUV2BGR_I420);
        ByteBuffer memory = ByteBuffer.allocateDirect((int) input.bytes()).order(ByteOrder.nativeOrder());
        float[] values = new float[w * h * 3];
        try (Preparation preparation = new Preparation(input, memory)) {
            for (int i = 0; i < 2; i++) {
                Frame frame = Things.frame(pool, planes, PixelFormat.I420, width, height);
                preparation.prepare(frame);
                frame.release();
            }
            memory.asFloatBuffer().get(values);
        }
        assertThat(farthest(values, prepare(input, colours, 1))).isZero();
    }

    /** No colour of the picture is cut off: then averages of colours are the colours of averages, but for rounding. */
    @ParameterizedTest
    @CsvSource({"768,576,STRETCH,BGR,FLOAT32", "66,50,LETTERBOX,RGB,UINT8", "640,480,CROP,RGB,FLOAT32"})
    void makesTheSameColoursOfPlanesAtHalfTheSize(int width, int height, Fit fit, Color color, Type type) {
        ModelInput input = new ModelInput("x", Layout.NCHW, type, width / 2, height / 2, color, fit, 114, 1, NO_MEAN, ONE);
        Mat planes = noise(width, height * 3 / 2, CvType.CV_8UC1);
        Core.addWeighted(planes, 0.2, planes, 0, 102, planes); // 102..153
        Mat colours = new Mat();
        Imgproc.cvtColor(planes, colours, Imgproc.COLOR_YUV2BGR_I420);
        ByteBuffer memory = ByteBuffer.allocateDirect((int) input.bytes()).order(ByteOrder.nativeOrder());
        float[] values = new float[width * height / 4 * 3];
        try (Preparation preparation = new Preparation(input, memory)) {
            for (int i = 0; i < 2; i++) {
                Frame frame = Things.frame(pool, planes, PixelFormat.I420, width, height);
                assertThat(preparation.prepare(frame)).isEqualTo(Placement.WHOLE);
                frame.release();
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = type == Type.FLOAT32 ? memory.getFloat(4 * i) : memory.get(i) & 0xff;
            }
        }
        assertThat(farthest(values, prepare(input, colours, 1))).isLessThanOrEqualTo(2);
    }

    @Test
    void followsACameraThatChangesItsSize() {
        ModelInput input = new ModelInput("x", Layout.NCHW, Type.FLOAT32, 40, 40, Color.BGR, Fit.LETTERBOX, 0, 1, NO_MEAN, ONE);
        ByteBuffer memory = ByteBuffer.allocateDirect((int) input.bytes()).order(ByteOrder.nativeOrder());
        Preparation preparation = new Preparation(input, memory);
        for (int[] size : new int[][] {{80, 40}, {40, 80}, {40, 40}, {80, 40}}) {
            Mat picture = noise(size[0], size[1], CvType.CV_8UC3);
            Frame frame = Things.frame(pool, picture);
            preparation.prepare(frame);
            frame.release();
            float[] values = new float[4800];
            memory.asFloatBuffer().get(values);
            assertThat(farthest(values, prepare(input, picture, 1))).as(size[0] + "x" + size[1]).isZero();
        }
    }
}
