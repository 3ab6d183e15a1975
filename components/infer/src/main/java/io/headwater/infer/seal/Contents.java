package io.headwater.infer.seal;

import io.headwater.exchange.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a folder by their names within it, with slashes, in the order of the names; those that are not part of a model are left out.
 *  <p>Errors: {@link SealException} for a link that leads out of the folder, for what is neither file nor folder, and for more than a model has. */
public final class Contents {
    /** The file with the signature. */
    public static final String SIGNATURE = "model.sig";
    /** As the reference implementation leaves them out. */
    static final Set<String> IGNORED = Set.of(SIGNATURE, ".git", ".gitattributes", ".github", ".gitignore");
    private static final int MOST_FILES = 1000;
    private static final int DEEPEST = 8;
    private static final int CHUNK = 1 << 20;

    private Contents() {}

    public static Map<String, Path> of(Path folder) throws SealException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder, DEEPEST, new FileVisitOption[0])) {
            Path root = folder.toRealPath();
            for (Path path : (Iterable<Path>) all::iterator) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (name.isEmpty() || IGNORED.contains(name.split("/", 2)[0])) {
                    continue;
                }
                if (Files.isSymbolicLink(path) && !path.toRealPath().startsWith(root)) {
                    throw new SealException(name + " is a link that leads out of the model's folder", "put the file itself into the folder");
                }
                if (Files.isRegularFile(path)) {
                    files.put(name, path);
                } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    throw new SealException(name + " is neither a file nor a folder", "remove it");
                }
                if (files.size() > MOST_FILES) {
                    throw new SealException("the folder has more than " + MOST_FILES + " files", "leave in it what the model needs");
                }
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new SealException("the folder cannot be read: " + e.getMessage(), "mend its permissions");
        }
    }

    /** SHA-256 of a file, 64 hex digits. */
    public static String digest(Path file) throws SealException {
        MessageDigest sha = Sha256.begin();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                sha.update(chunk, 0, n);
            }
        } catch (IOException e) {
            throw new SealException("file " + file.getFileName() + " cannot be read: " + e.getMessage(), "mend its permissions");
        }
        return Sha256.hex(sha);
    }
}
