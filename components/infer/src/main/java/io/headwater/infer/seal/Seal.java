package io.headwater.infer.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The signature over a model's folder, in its file {@code model.sig}.
 *  <p>Source: Sigstore bundle v0.3 with a public key's hint and a DSSE envelope (its pre-authentication encoding, version 1), as OpenSSF Model Signing's {@code sign key} writes it. */
public final class Seal {
    private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private static final long MOST_BYTES = 4 << 20;
    private static final String UNSIGNED = "sign it: headwater models sign DIR --key private.pem";
    private static final String AS_SIGNED = "get the folder again as it was signed; if the change is yours, sign it: headwater models sign DIR --key private.pem";

    private Seal() {}

    /** Signs a folder as it is.
     *
     *  @param privateKey in PEM (PKCS #8), on P-256, P-384 or P-521
     *  @param publicKey the other half, by which the bundle is verified; null where the private key's file holds it
     *  @return the file with the signature
     *  <p>Errors: {@link SealException}; then nothing was written. */
    public static Path sign(Path folder, Path privateKey, @Nullable Path publicKey) throws SealException {
        Keys.Pair keys = Keys.Pair.read(privateKey, publicKey);
        Map<String, String> digests = new HashMap<>();
        for (Map.Entry<String, Path> file : Contents.of(folder).entrySet()) {
            digests.put(file.getKey(), Contents.digest(file.getValue()));
        }
        if (digests.isEmpty()) {
            throw new SealException(folder + " holds no file", "name the folder of a version: models/people/1.0.0");
        }
        byte[] payload = new Statement(folder.toAbsolutePath().normalize().getFileName().toString(), digests).bytes();
        try {
            Signature signature = Signature.getInstance(Keys.algorithm(keys.secret()));
            signature.initSign(keys.secret());
            signature.update(encoded(payload));
            byte[] signed = signature.sign();
            if (!isBy(keys.known(), payload, signed)) {
                throw new SealException((publicKey == null ? "the public half in " + privateKey : publicKey) + " is not the other half of " + privateKey, "openssl ec -in " + privateKey + " -pubout -out public.pem");
            }
            Path file = folder.resolve(Contents.SIGNATURE);
            Durable.write(file, bundle(payload, signed, Keys.hint(keys.known())));
            return file;
        } catch (GeneralSecurityException e) {
            throw new SealException("the signature cannot be made: " + e.getMessage(), "name another key");
        } catch (IOException e) {
            throw new SealException(folder.resolve(Contents.SIGNATURE) + " cannot be written: " + e.getMessage(), "make the folder writable");
        }
    }

    private static String bundle(byte[] payload, byte[] signature, String hint) throws JsonProcessingException {
        ObjectNode o = Statement.JSON.createObjectNode().put("mediaType", MEDIA_TYPE);
        ObjectNode material = o.putObject("verificationMaterial");
        material.putObject("publicKey").put("hint", hint);
        material.putArray("tlogEntries");
        ObjectNode envelope = o.putObject("dsseEnvelope");
        envelope.put("payload", Base64.getEncoder().encodeToString(payload)).put("payloadType", Statement.PAYLOAD_TYPE);
        envelope.putArray("signatures").addObject().put("sig", Base64.getEncoder().encodeToString(signature)).put("keyid", "");
        return Statement.JSON.writeValueAsString(o);
    }

    private static byte[] encoded(byte[] payload) {
        byte[] before = ("DSSEv1 " + Statement.PAYLOAD_TYPE.length() + " " + Statement.PAYLOAD_TYPE + " " + payload.length + " ").getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(before, before.length + payload.length);
        System.arraycopy(payload, 0, all, before.length, payload.length);
        return all;
    }

    private static boolean isBy(ECPublicKey key, byte[] payload, byte[] signature) {
        try {
            Signature check = Signature.getInstance(Keys.algorithm(key));
            check.initVerify(key);
            check.update(encoded(payload));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature that is none
        }
    }

    /** Checks that a folder holds, to the byte, what somebody who is trusted has signed, and nothing else.
     *
     *  @param known digests of files as they were loaded, by name, which are taken for those on the disk: what was read is what was signed
     *  @return digests by file
     *  <p>Errors: {@link SealException} by name and reason at the first thing that is wrong. */
    public static Map<String, String> check(Path folder, Trust trust, Map<String, String> known) throws SealException {
        SealException trouble = trust.trouble();
        if (trouble != null) {
            throw trouble;
        }
        Map<String, Path> files = Contents.of(folder);
        Map<String, String> signed = Statement.read(payload(folder, trust.keys())).digests();
        for (Map.Entry<String, String> file : signed.entrySet()) {
            Path path = files.get(file.getKey());
            if (path == null) {
                throw new SealException("file " + file.getKey() + " is missing, the signature names it", AS_SIGNED);
            }
            String digest = known.containsKey(file.getKey()) ? known.get(file.getKey()) : Contents.digest(path);
            if (!digest.equals(file.getValue())) {
                throw new SealException("file " + file.getKey() + " was changed after it was signed: its sha256 is " + digest + ", the signature says " + file.getValue(), AS_SIGNED);
            }
        }
        for (String name : files.keySet()) {
            if (!signed.containsKey(name)) {
                throw new SealException("file " + name + " is there, and the signature does not name it", AS_SIGNED);
            }
        }
        return signed;
    }

    private static byte[] payload(Path folder, List<ECPublicKey> trusted) throws SealException {
        JsonNode bundle = read(folder.resolve(Contents.SIGNATURE));
        JsonNode envelope = bundle.path("dsseEnvelope");
        if (!MEDIA_TYPE.equals(bundle.path("mediaType").asText())) {
            throw broken("is of " + Statement.shortened(bundle.path("mediaType").asText("no type")) + ", must be of " + MEDIA_TYPE);
        }
        if (!Statement.PAYLOAD_TYPE.equals(envelope.path("payloadType").asText())) {
            throw broken("has a payload of " + Statement.shortened(envelope.path("payloadType").asText("no type")) + ", must be of " + Statement.PAYLOAD_TYPE);
        }
        if (envelope.path("signatures").size() != 1) {
            throw broken("has " + envelope.path("signatures").size() + " signatures, must have one");
        }
        byte[] payload = bytes(envelope.path("payload"), "payload");
        byte[] signature = bytes(envelope.path("signatures").path(0).path("sig"), "signature");
        String hint = bundle.path("verificationMaterial").path("publicKey").path("hint").asText("");
        List<ECPublicKey> able = trusted.stream().filter(key -> hint.isEmpty() || Keys.hint(key).equals(hint)).toList();
        if (able.isEmpty()) {
            throw new SealException("it is signed by the key " + Statement.shortened(hint) + ", which is not among the " + trusted.size() + " that this box trusts",
                    "have it signed by one that is trusted, or put that key where " + Trust.PROPERTY + " points");
        }
        if (able.stream().noneMatch(key -> isBy(key, payload, signature))) {
            throw new SealException("the signature in " + Contents.SIGNATURE + " was not made over this statement by " + (hint.isEmpty() ? "a key that this box trusts" : "the key that it names"), AS_SIGNED);
        }
        return payload;
    }

    private static JsonNode read(Path file) throws SealException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SealException("it is not signed: there is no " + Contents.SIGNATURE + ", and " + Trust.PROPERTY + " demands one", UNSIGNED);
        }
        try {
            if (!Files.isRegularFile(file)) {
                throw broken("is no file");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw broken("has " + Files.size(file) + " bytes, must have at most " + MOST_BYTES);
            }
            JsonNode bundle = Statement.JSON.readTree(Files.readString(file));
            if (!bundle.isObject()) {
                throw broken("is no JSON object");
            }
            return bundle;
        } catch (JsonProcessingException e) {
            throw broken("is no JSON: " + Statement.shortened(e.getOriginalMessage()));
        } catch (IOException e) {
            throw broken("cannot be read: " + e.getMessage());
        }
    }

    private static byte[] bytes(JsonNode text, String what) throws SealException {
        try {
            if (text.isTextual() && !text.asText().isEmpty()) {
                return Base64.getDecoder().decode(text.asText());
            }
        } catch (IllegalArgumentException e) {
            throw broken("has a " + what + " that is no Base64");
        }
        throw broken("has no " + what);
    }

    private static SealException broken(String how) {
        return new SealException(Contents.SIGNATURE + " " + how, UNSIGNED);
    }
}
