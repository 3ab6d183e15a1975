package io.headwater.bench;

import java.nio.file.Path;

/** Where the project lies while its tests run: the build starts them in the module's folder. */
final class Project {
    static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../..").normalize();
    static final Path CLIP = ROOT.resolve("routes/people/crossing.mp4");

    private Project() {}
}
