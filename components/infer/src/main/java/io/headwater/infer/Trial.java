package io.headwater.infer;

import io.headwater.exchange.FlowConverter;
import io.headwater.exchange.OpenCv;
import io.headwater.exchange.Problem;
import io.headwater.flow.Answer;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/** A model that runs on pictures of files, outside of any route.
 *  <p>Ownership: owns the model; closed once.
 *  <p>Threading: one thread. */
public final class Trial implements AutoCloseable {
    /** What a pool takes beside the pixels. */
    private static final long POOL = 1 << 16;

    private final Models models;
    private final LoadedModel model;

    private Trial(Models models, LoadedModel model) {
        this.models = models;
        this.model = model;
    }

    /** The model of a folder, loaded and warm; null when something is wrong with it, which is added to {@code problems}. */
    public static @Nullable Trial open(Path folder, List<Problem> problems) {
        Models models = new Models();
        LoadedModel model = models.acquire(folder, 1, null, problems);
        if (model == null) {
            models.close();
            return null;
        }
        return new Trial(models, model);
    }

    public Manifest manifest() {
        return model.manifest();
    }

    /** What the model says of a picture, without its frame.
     *
     *  @param picture as {@link #read} gives it
     *  @param minScore null for the manifest's own
     *  <p>Errors: {@link IllegalStateException} when the run fails. */
    public Inference run(Mat picture, @Nullable Double minScore) {
        long bytes = (long) picture.rows() * picture.cols() * 3;
        try (FramePool pool = new FramePool(2 * bytes + POOL)) {
            Instant now = Instant.now();
            Frame frame = Objects.requireNonNull(pool.tryTake(new Origin("picture", 0, 0, now, now), picture.cols(), picture.rows(), PixelFormat.BGR24,
                    View.whole(picture.cols(), picture.rows())));
            try {
                byte[] pixels = new byte[(int) bytes];
                picture.get(0, 0, pixels);
                frame.buffer().put(pixels);
                return model.look(frame, new Look.Wish(minScore == null ? model.manifest().minScore() : minScore, new boolean[0])).withoutFrame();
            } finally {
                frame.release();
            }
        } catch (EngineException e) {
            throw new IllegalStateException("the run failed: " + e.getMessage(), e);
        }
    }

    /** What is wrong with the answer about the manifest's own example; empty where it is right, or where there is no example. */
    public Optional<String> tryExample() {
        Manifest.Example example = manifest().example();
        if (example == null) {
            return Optional.empty();
        }
        Mat picture = null;
        try {
            Answer right = FlowConverter.toInference(Files.readString(example.answer())).answer();
            picture = read(example.picture());
            return Agreement.difference(right, run(picture, null).answer(), manifest().minScore());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(example.answer().getFileName() + " or its picture cannot be read: " + e.getMessage());
        } finally {
            if (picture != null) {
                picture.release();
            }
        }
    }

    /** A picture of a file, in blue, green and red. The caller frees it.
     *  <p>Errors: {@link IllegalArgumentException} where there is none. */
    public static Mat read(Path picture) {
        OpenCv.load();
        if (!Files.isRegularFile(picture)) {
            throw new IllegalArgumentException("there is no picture " + picture);
        }
        Mat pixels = Imgcodecs.imread(picture.toString(), Imgcodecs.IMREAD_COLOR);
        if (pixels.empty()) {
            throw new IllegalArgumentException(picture + " is no picture that OpenCV can read: write it as JPEG or PNG");
        }
        return pixels;
    }

    @Override
    public void close() {
        models.release(model);
        models.close();
    }
}
