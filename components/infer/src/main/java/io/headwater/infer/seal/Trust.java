package io.headwater.infer.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose signatures a box trusts. Where it demands none, models need no signature, and one that is there is not looked at.
 *
 *  @param from what the setting says; null where it says nothing
 *  @param keys that are trusted
 *  @param trouble why they cannot be read: then nobody is trusted, and no model is loaded */
public record Trust(@Nullable String from, List<ECPublicKey> keys, @Nullable SealException trouble) {
    /** Property: a public key in PEM, or a folder of such; or in the environment {@code HEADWATER_MODELS_TRUST}. */
    public static final String PROPERTY = "headwater.models.trust";
    /** No signature is demanded. */
    public static final Trust NONE = new Trust(null, List.of(), null);

    /** As this process is set up. */
    public static Trust configured() {
        String value = System.getProperty(PROPERTY, System.getenv(PROPERTY.replace('.', '_').toUpperCase(Locale.ROOT)));
        return value == null || value.isBlank() ? NONE : of(Path.of(value.strip()));
    }

    /** The key of a file, or the keys of all files {@code *.pem} and {@code *.pub} in a folder. */
    public static Trust of(Path path) {
        List<ECPublicKey> keys = new ArrayList<>();
        try {
            for (Path file : files(path)) {
                keys.add(Keys.publicKey(file));
            }
            if (keys.isEmpty()) {
                throw new SealException(PROPERTY + " is " + path + ", which holds no *.pem and no *.pub", "put the public keys there that you trust");
            }
            return new Trust(path.toString(), List.copyOf(keys), null);
        } catch (SealException e) {
            return new Trust(path.toString(), List.of(), e);
        }
    }

    private static List<Path> files(Path path) throws SealException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(f -> f.toString().matches(".*\\.(pem|pub)")).sorted().toList();
        } catch (IOException e) {
            throw new SealException(PROPERTY + " is " + path + ", which cannot be read: " + e.getMessage(), "mend its permissions");
        }
    }

    public boolean demands() {
        return from != null;
    }
}
