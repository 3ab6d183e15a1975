package io.headwater.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project lies while its tests run: the build starts them in the module's folder. */
final class Project {
    static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();
    static final Path CLIP = ROOT.resolve("routes/people/crossing.mp4");
    /** The clip as it was before it was made small, where it lies beside the project. */
    static final Path ORIGINAL = ROOT.resolve("../shared/data/vtest.avi").normalize();

    private Project() {}

    static void assumeFastestDet() {
        assumeTrue(Files.exists(ORIGINAL) && Files.exists(Model.FASTESTDET.file(ROOT)), "skipped: ../shared with FastestDet and vtest.avi is not here");
    }
}
