package io.headwater.infer;

import io.headwater.exchange.OpenCv;

import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/** The real models and pictures of the tests, and where they lie. */
final class Things {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final List<String> COCO = List.of(("person,bicycle,car,motorbike,aeroplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,"
            + "parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,"
            + "snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,"
            + "bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,sofa,pottedplant,bed,diningtable,toilet,tvmonitor,"
            + "laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,hair drier,toothbrush").split(","));

    private Things() {}

    /** The repository. */
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("routes")) || !Files.isDirectory(at.resolve("components"))) {
            at = at.getParent();
        }
        return at;
    }

    static Path facesRoot() {
        return root().resolve("routes/faces/models");
    }

    static Path peopleRoot() {
        return root().resolve("routes/people/models");
    }

    /** A folder with FastestDet as a model, in {@code folder}; skips the test where the project's companions are not there. */
    static Path fastestDet(Path folder) throws IOException {
        Path onnx = root().resolveSibling("shared").resolve("models/fastestdet/fastestdet.onnx");
        Assumptions.assumeTrue(Files.exists(onnx), "needs FastestDet in ../shared/models, which is not there");
        Path model = Files.createDirectories(folder.resolve("things/1.0.0"));
        Files.copy(onnx, model.resolve("fastestdet.onnx"));
        Files.writeString(model.resolve("model.yaml"), """
                name: things
                version: 1.0.0
                file: fastestdet.onnx
                sha256: 31cb14c017fce347cb4c846ec62fdf00d76bb3beecdf4be21e7116ac67feb880
                licence: BSD-3-Clause
                minScore: 0.5
                input: { tensor: input.1, size: [352, 352], color: BGR, fit: stretch, scale: 0.00392157 }
                output:
                  grid:
                    tensor: "758"
                    objectness: 0
                    boxes: 1
                    classes: 5
                    offset: tanh
                    size: sigmoid
                    power: { objectness: 0.6, class: 0.4 }
                    nms: { maxIou: 0.45 }
                labels: [%s]
                """.formatted(String.join(", ", COCO)));
        return folder;
    }

    /** A frame with the pixels of a picture file. */
    static Frame picture(FramePool pool, Path file) {
        OpenCv.load();
        Mat mat = Imgcodecs.imread(file.toString(), Imgcodecs.IMREAD_COLOR);
        if (mat.empty()) {
            throw new AssertionError("no picture in " + file);
        }
        return frame(pool, mat);
    }

    static Frame frame(FramePool pool, Mat mat) {
        return frame(pool, mat, mat.channels() == 3 ? PixelFormat.BGR24 : PixelFormat.GRAY8, mat.cols(), mat.rows());
    }

    /** A frame whose pixels are the bytes of a matrix. */
    static Frame frame(FramePool pool, Mat mat, PixelFormat format, int width, int height) {
        Frame frame = pool.tryTake(new Origin("test", 0, 0, START, START), width, height, format, View.whole(width, height));
        if (frame == null) {
            throw new AssertionError("the pool is full");
        }
        byte[] bytes = new byte[(int) frame.bytes()];
        mat.get(0, 0, bytes);
        frame.buffer().put(bytes);
        return frame;
    }
}
