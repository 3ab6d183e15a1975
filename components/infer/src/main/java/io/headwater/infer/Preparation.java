package io.headwater.infer;

import io.headwater.exchange.OpenCv;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import io.headwater.infer.ModelInput.Color;
import io.headwater.infer.ModelInput.Layout;
import io.headwater.infer.ModelInput.Type;
import java.nio.ByteBuffer;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** Makes a model's input of a frame: size, colour, scale and layout, written straight into the tensor's own memory.
 *  <p>Shape: see {@link ModelInput}. The result is OpenCV's {@code blobFromImage}, to 1e-6 of its range.
 *  <p>Ownership: writes into the given memory; makes nothing a frame that grows with the picture. What it keeps between frames
 *  is freed by {@link #close()}.
 *  <p>Threading: one a worker. */
final class Preparation implements AutoCloseable {
    static {
        OpenCv.load();
    }

    private final ModelInput input;
    private final FrameMats frames = new FrameMats();
    private final Fitting fitting;
    private final HalfSize halfSize;
    private final Mat coloured = new Mat();
    private final Mat plane = new Mat();
    private final Mat floatPlane = new Mat();
    /** The tensor: one matrix a channel for NCHW, one in all for NHWC. */
    private final Mat[] tensor;
    private final int depth;
    private final double[] factor;
    private final double[] shift;
    private final boolean uniform;

    Preparation(ModelInput input, ByteBuffer memory) {
        this.input = input;
        this.fitting = new Fitting(input);
        this.halfSize = new HalfSize(input);
        boolean planes = input.layout() == Layout.NCHW;
        depth = switch (input.type()) {
            case FLOAT32 -> CvType.CV_32F;
            case FLOAT16 -> CvType.CV_16F;
            case UINT8 -> CvType.CV_8U;
        };
        int each = Math.toIntExact(input.bytes() / input.channels());
        tensor = new Mat[planes ? input.channels() : 1];
        for (int c = 0; c < tensor.length; c++) {
            tensor[c] = planes ? new Mat(input.height(), input.width(), depth, memory.slice(c * each, each))
                    : new Mat(input.height(), input.width(), CvType.makeType(depth, input.channels()), memory);
        }
        factor = new double[input.channels()];
        shift = new double[input.channels()];
        boolean same = true;
        for (int c = 0; c < factor.length; c++) {
            factor[c] = input.scale() / input.std()[c];
            shift[c] = -input.mean()[c] * factor[c];
            same &= factor[c] == factor[0] && shift[c] == shift[0];
        }
        uniform = same;
    }

    /** Fills the tensor, and says where its picture lies in the frame. */
    Placement prepare(Frame frame) {
        if (isTwice(frame) && input.layout() == Layout.NCHW && input.color() != Color.GRAY) {
            Mat[] colours = halfSize.colours(frames.planes(frame));
            for (int c = 0; c < colours.length; c++) {
                writePlane(colours[inBgr(c)], c);
            }
            return Placement.WHOLE;
        }
        int channels = frame.format() == PixelFormat.GRAY8 ? 1 : 3;
        Mat fitted = fitting.fit(frames.of(frame), frame.width(), frame.height(), Fitting.type(channels));
        if (channels == 3 && input.color() == Color.GRAY) {
            Imgproc.cvtColor(fitted, coloured, Imgproc.COLOR_BGR2GRAY);
            fitted = coloured;
            channels = 1;
        }
        if (input.layout() == Layout.NCHW || input.channels() == 1) {
            writePlanes(fitted, channels);
        } else {
            writePixels(fitted, channels);
        }
        return fitting.placement();
    }

    private boolean isTwice(Frame frame) {
        return frame.format() == PixelFormat.I420 && frame.width() == 2 * input.width() && frame.height() == 2 * input.height();
    }

    /** Where in blue, green, red a channel of the input stands. */
    private int inBgr(int channel) {
        return input.color() == Color.RGB ? 2 - channel : channel;
    }

    /** @param channels of {@code picture}; one that is gray fills all planes alike */
    private void writePlanes(Mat picture, int channels) {
        for (int c = 0; c < input.channels(); c++) {
            Mat source = picture;
            if (channels == 3) {
                Mat target = input.type() == Type.UINT8 ? tensor[c] : plane;
                Core.extractChannel(picture, target, inBgr(c));
                source = target;
            }
            writePlane(source, c);
        }
    }

    private void writePlane(Mat source, int channel) {
        if (input.type() != Type.UINT8) {
            source.convertTo(tensor[channel], depth, factor[channel], shift[channel]);
        } else if (source != tensor[channel]) {
            source.copyTo(tensor[channel]);
        }
    }

    private void writePixels(Mat picture, int channels) {
        boolean bytes = input.type() == Type.UINT8;
        Mat source = picture;
        if (channels == 1 || input.color() == Color.RGB) {
            source = bytes ? tensor[0] : coloured;
            Imgproc.cvtColor(picture, source, channels == 1 ? Imgproc.COLOR_GRAY2BGR : Imgproc.COLOR_BGR2RGB);
        }
        if (bytes) {
            if (source != tensor[0]) {
                source.copyTo(tensor[0]);
            }
        } else if (uniform) {
            source.convertTo(tensor[0], depth, factor[0], shift[0]);
        } else {
            for (int c = 0; c < input.channels(); c++) {
                Core.extractChannel(source, plane, c);
                plane.convertTo(floatPlane, depth, factor[c], shift[c]);
                Core.insertChannel(floatPlane, tensor[0], c);
            }
        }
    }

    @Override
    public void close() {
        frames.close();
        fitting.close();
        halfSize.close();
        coloured.release();
        plane.release();
        floatPlane.release();
    }
}
