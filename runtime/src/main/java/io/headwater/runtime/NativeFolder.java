package io.headwater.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Points every library that has native parts at one folder with their files, so that nothing is unpacked at run time: the
 *  root may be read-only and the temporary folder {@code noexec}.
 *  <p>The folder is {@code -Dheadwater.natives=DIR}, else {@code lib} beside a native executable; without either, each library
 *  unpacks its own. What is set on the command line stays. */
final class NativeFolder {
    private NativeFolder() {}

    /** To be called before any such library is touched. */
    static void use() {
        set("org.bytedeco.javacpp.maxPhysicalBytes", "0"); // pictures have a limit of their own, and counting costs a read of /proc
        Path folder = find();
        if (folder != null) {
            String path = folder.toAbsolutePath().normalize().toString();
            set("org.bytedeco.javacpp.pathsFirst", "true");
            System.setProperty("java.library.path", path); // always has a value
            set("onnxruntime.native.path", path);
            set("org.sqlite.lib.path", path);
            set("org.sqlite.lib.name", "libsqlitejdbc.so");
        }
    }

    private static @Nullable Path find() {
        String given = System.getProperty("headwater.natives");
        if (given != null) {
            Path folder = Path.of(given);
            return Files.isDirectory(folder) ? folder : null;
        }
        if (!"runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"))) {
            return null;
        }
        return ProcessHandle.current().info().command().map(command -> Path.of(command).resolveSibling("lib")).filter(Files::isDirectory).orElse(null);
    }

    private static void set(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
