package io.headwater.infer;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.Sha256;
import io.headwater.infer.seal.Seal;
import io.headwater.infer.seal.SealException;
import io.headwater.infer.seal.Trust;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** A model read from its folder and compared with itself: manifest, digest, tensors.
 *
 *  @param manifest null where there is none that could be read
 *  @param model the opened file; null where the digest is wrong or it cannot be opened. Owned by who asked
 *  @param digest SHA-256 of the file; empty when it cannot be read */
record ModelFile(@Nullable Manifest manifest, @Nullable EngineModel model, String digest) {
    /** Reads and checks all of a model; what is wrong is added to {@code problems}. */
    static ModelFile open(Path folder, Opening how, List<Problem> problems) {
        return open(folder, how, Trust.configured(), problems);
    }

    /** @param trust whose signature it must bear; what was read of it is what was signed */
    static ModelFile open(Path folder, Opening how, Trust trust, List<Problem> problems) {
        if (!trust.demands()) {
            return parse(folder, how, problems);
        }
        try {
            Seal.check(folder, trust, Map.of());
            ModelFile file = parse(folder, how, problems);
            Manifest manifest = file.manifest();
            try { // as it was before, it must be still: what was read between is that, then
                String weights = manifest == null ? "" : folder.toAbsolutePath().normalize().relativize(manifest.file().toAbsolutePath().normalize()).toString().replace('\\', '/');
                Seal.check(folder, trust, file.digest().isEmpty() ? Map.of() : Map.of(weights, file.digest()));
                return file;
            } catch (SealException e) {
                if (file.model() != null) {
                    file.model().close();
                }
                throw e;
            }
        } catch (SealException e) {
            problems.add(new Problem(folder.resolve(ModelFolders.MANIFEST), 1, 1, Rule.SIGNATURE, folder.getParent() == null ? e.getMessage() : "model " + folder.getParent().getFileName() + " " + folder.getFileName()
                    + " is refused: " + e.getMessage(), e.fix(), "src/docs/guide/sign-a-model.md"));
            return new ModelFile(null, null, "");
        }
    }

    private static ModelFile parse(Path folder, Opening how, List<Problem> problems) {
        Path file = folder.resolve(ModelFolders.MANIFEST);
        Node root = Declaration.parse(file, problems);
        if (root == null) {
            return new ModelFile(null, null, "");
        }
        int before = problems.size();
        Declaration at = new Declaration(file, "", root, problems);
        Manifest manifest = Manifest.read(at, folder, how.engine());
        boolean readable = problems.size() == before;
        if (at.has("file") && !isWithin(folder, manifest.file())) {
            at.report("file", Rule.STAYS_IN_FOLDER, "file " + at.text("file").orElse("") + " leaves the model's folder", "put the file beside " + ModelFolders.MANIFEST);
            return new ModelFile(manifest, null, "");
        }
        if (!Files.isRegularFile(manifest.file())) {
            if (at.has("file")) {
                at.report("file", Rule.UNREADABLE, "file " + manifest.file().getFileName() + " is not in " + folder, "put it there, or mend file");
            }
            return new ModelFile(manifest, null, "");
        }
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer bytes = read(manifest.file(), arena);
            String digest = digest(bytes);
            if (!digest.equals(manifest.sha256())) {
                if (manifest.sha256().length() == 64) {
                    at.report("sha256", Rule.DIGEST, "sha256 is " + manifest.sha256() + ", " + manifest.file().getFileName() + " has " + digest,
                            "get the file again; if the change is yours, sha256: " + digest);
                }
                return new ModelFile(manifest, null, digest);
            }
            EngineModel model = readable ? open(bytes, how, manifest, at) : null;
            return new ModelFile(manifest, model, digest);
        } catch (IOException e) {
            at.report("file", Rule.UNREADABLE, "file " + manifest.file().getFileName() + " cannot be read: " + e.getMessage(), "mend the file's permissions");
            return new ModelFile(manifest, null, "");
        }
    }

    private static @Nullable EngineModel open(ByteBuffer bytes, Opening how, Manifest manifest, Declaration at) {
        try {
            OnnxForm.Trouble trouble = OnnxForm.isNamed(manifest.file()) ? OnnxForm.trouble(bytes) : null;
            if (trouble != null) {
                at.report("file", trouble.rule(), "file " + manifest.file().getFileName() + " " + trouble.text(), "export it again as ONNX, without external data");
                return null;
            }
            EngineModel model = manifest.engine().open(manifest, bytes, how);
            model.check(manifest.input(), at.map("input").orElseThrow());
            manifest.head().check(model.outputs(manifest.input()));
            return model;
        } catch (EngineException e) {
            at.report("file", Rule.UNREADABLE, "file " + manifest.file().getFileName() + " is no model that " + manifest.engine().title() + " can open: " + e.getMessage().lines().findFirst().orElse(""),
                    "export it again as ONNX, without external data");
            return null;
        }
    }

    /** A file's bytes, copied: whoever changes the file afterwards changes nothing of what was checked. */
    static ByteBuffer read(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE) {
                throw new IOException("it has " + size + " bytes, must be at most " + Integer.MAX_VALUE);
            }
            ByteBuffer bytes = arena.allocate(Math.max(size, 1), 64).asByteBuffer().limit((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all is there
            }
            if (bytes.hasRemaining()) {
                throw new IOException("it became shorter while it was read");
            }
            return bytes.flip();
        }
    }

    /** Whether a file lies in a folder, also where links lead. */
    static boolean isWithin(Path folder, Path file) {
        Path root = folder.toAbsolutePath().normalize();
        Path path = file.toAbsolutePath().normalize();
        try {
            return path.startsWith(root) && (!Files.exists(path) || path.toRealPath().startsWith(root.toRealPath()));
        } catch (IOException e) {
            return false; // a link that leads in circles
        }
    }

    static String digest(ByteBuffer bytes) {
        MessageDigest sha = Sha256.begin();
        sha.update(bytes.duplicate());
        return Sha256.hex(sha);
    }
}
