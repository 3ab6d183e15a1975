package io.headwater.infer;

import ai.onnxruntime.OrtException;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** A model read from its folder and compared with itself: manifest, digest, tensors.
 *
 *  @param manifest null where there is none that could be read
 *  @param model the opened file; null where the digest is wrong or it cannot be opened. Owned by who asked
 *  @param digest SHA-256 of the file; empty when it cannot be read */
record ModelFile(@Nullable Manifest manifest, @Nullable OnnxModel model, String digest) {
    /** Reads and checks all of a model; what is wrong is added to {@code problems}.
     *
     *  @param runs see {@link OnnxModel#open} */
    static ModelFile open(Path folder, int threads, boolean runs, List<Problem> problems) {
        Path file = folder.resolve(ModelFolders.MANIFEST);
        Node root = Declaration.parse(file, problems);
        if (root == null) {
            return new ModelFile(null, null, "");
        }
        int before = problems.size();
        Declaration at = new Declaration(file, "", root, problems);
        Manifest manifest = Manifest.read(at, folder);
        boolean readable = problems.size() == before;
        if (!Files.isRegularFile(manifest.file())) {
            if (at.has("file")) {
                at.report("file", Rule.UNREADABLE, "file " + manifest.file().getFileName() + " is not in " + folder, "put it there, or mend file");
            }
            return new ModelFile(manifest, null, "");
        }
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer bytes = map(manifest.file(), arena);
            String digest = digest(bytes);
            if (!digest.equals(manifest.sha256())) {
                if (manifest.sha256().length() == 64) {
                    at.report("sha256", Rule.DIGEST, "sha256 is " + manifest.sha256() + ", " + manifest.file().getFileName() + " has " + digest,
                            "get the file again; if the change is yours, sha256: " + digest);
                }
                return new ModelFile(manifest, null, digest);
            }
            OnnxModel model = readable ? open(bytes, threads, runs, manifest, at) : null;
            return new ModelFile(manifest, model, digest);
        } catch (IOException e) {
            at.report("file", Rule.UNREADABLE, "file " + manifest.file().getFileName() + " cannot be read: " + e.getMessage(), "mend the file's permissions");
            return new ModelFile(manifest, null, "");
        }
    }

    private static @Nullable OnnxModel open(ByteBuffer bytes, int threads, boolean runs, Manifest manifest, Declaration at) {
        try {
            OnnxModel model = OnnxModel.open(bytes, threads, runs);
            model.check(manifest.input(), at.map("input").orElseThrow());
            manifest.head().check(model.outputs(manifest.input()));
            return model;
        } catch (OrtException e) {
            at.report("file", Rule.UNREADABLE, "file " + manifest.file().getFileName() + " is no model that ONNX Runtime can open: " + e.getMessage().lines().findFirst().orElse(""),
                    "export it again as ONNX, without external data");
            return null;
        }
    }

    static ByteBuffer map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("it has " + channel.size() + " bytes, must be at most " + Integer.MAX_VALUE);
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
        }
    }

    static String digest(ByteBuffer bytes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes.duplicate());
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
