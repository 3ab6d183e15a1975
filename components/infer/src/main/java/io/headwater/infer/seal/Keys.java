package io.headwater.infer.seal;

import io.headwater.exchange.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys on the curves P-256, P-384 and P-521, in PEM files.
 *  <p>Source: RFC 7468; the algorithms are those that Sigstore's bundle names for these curves. */
final class Keys {
    private static final long MOST_BYTES = 64 << 10;
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String NEW = "openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out private.pem; openssl ec -in private.pem -pubout -out public.pem";

    private Keys() {}

    static ECPublicKey publicKey(Path file) throws SealException {
        try {
            return (ECPublicKey) checked((ECKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(pem(file, "PUBLIC KEY"))), file);
        } catch (GeneralSecurityException e) {
            throw new SealException(file + " is no public key on a curve: " + e.getMessage(), NEW);
        }
    }

    static ECPrivateKey privateKey(Path file) throws SealException {
        try {
            return (ECPrivateKey) checked((ECKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pem(file, "PRIVATE KEY"))), file);
        } catch (GeneralSecurityException e) {
            throw new SealException(file + " is no private key on a curve: " + e.getMessage(), NEW);
        }
    }

    /** Both halves.
     *
     *  @param known the public one; null for that which the private key's file holds along, as OpenSSL writes it (RFC 5915, publicKey)
     */
    record Pair(ECPrivateKey secret, ECPublicKey known) {
        static Pair read(Path file, @Nullable Path known) throws SealException {
            ECPrivateKey secret = privateKey(file);
            return new Pair(secret, known != null ? publicKey(known) : along(secret, pem(file, "PRIVATE KEY"), file));
        }

        private static ECPublicKey along(ECPrivateKey secret, byte[] encoded, Path file) throws SealException {
            int bytes = (secret.getParams().getCurve().getField().getFieldSize() + 7) / 8;
            int at = encoded.length - 2 * bytes;
            try {
                if (at < 2 || encoded[at - 1] != 4 || encoded[at - 2] != 0) { // a bit string with an uncompressed point
                    throw new GeneralSecurityException("it does not hold the public half");
                }
                ECPoint point = new ECPoint(new BigInteger(1, encoded, at, bytes), new BigInteger(1, encoded, at + bytes, bytes));
                return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, secret.getParams()));
            } catch (GeneralSecurityException e) {
                throw new SealException(file + " cannot be used alone: " + e.getMessage(), "name the public key too: --public public.pem");
            }
        }
    }

    private static ECKey checked(ECKey key, Path file) throws SealException {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        if (bits != 256 && bits != 384 && bits != 521) {
            throw new SealException(file + " is a key of " + bits + " bits, must be on P-256, P-384 or P-521", NEW);
        }
        return key;
    }

    private static byte[] pem(Path file, String kind) throws SealException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new SealException(file + " has " + Files.size(file) + " bytes, a key has " + MOST_BYTES + " at most", NEW);
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            Matcher m = PEM.matcher(text);
            String found = "nothing in PEM";
            while (m.find()) {
                if (m.group(1).equals(kind)) {
                    return Base64.getMimeDecoder().decode(m.group(2));
                }
                found = m.group(1);
            }
            throw new SealException(file + " holds " + found + ", must hold " + kind, found.equals("EC PRIVATE KEY") ? "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out private.pem" : NEW);
        } catch (IOException e) {
            throw new SealException("the key " + file + " cannot be read: " + e.getMessage(), "put it there, readable for this user");
        }
    }

    /** The name of ECDSA with the digest that goes with the key's curve. */
    static String algorithm(ECKey key) {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        return bits == 256 ? "SHA256withECDSA" : bits == 384 ? "SHA384withECDSA" : "SHA512withECDSA";
    }

    /** What a bundle calls a key by: the SHA-256 of its PEM text. */
    static String hint(ECPublicKey key) {
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END PUBLIC KEY-----\n";
        return Sha256.hex(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
