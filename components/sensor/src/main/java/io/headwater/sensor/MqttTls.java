package io.headwater.sensor;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS by PEM files, read anew for each connection, so that a certificate that was renewed is taken up.
 *  <p>Errors: {@link BusException} that names the file. */
final class MqttTls {
    private static final char[] NO_PASSWORD = {};
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private MqttTls() {}

    /** Without files of one's own: whom this machine's Java trusts. */
    static MqttClientSslConfig of(Settings.Certificates files) throws BusException {
        MqttClientSslConfigBuilder tls = MqttClientSslConfig.builder();
        if (files.trusted() != null) {
            tls = tls.trustManagerFactory(trusted(files.trusted()));
        }
        if (files.own() != null && files.key() != null) {
            tls = tls.keyManagerFactory(own(files.own(), files.key()));
        }
        return tls.build();
    }

    private static TrustManagerFactory trusted(Path file) throws BusException {
        try {
            KeyStore store = empty();
            int n = 0;
            for (Certificate certificate : certificates(file)) {
                store.setCertificateEntry("trusted-" + n++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new BusException("the certificates in " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static KeyManagerFactory own(Path certificates, Path key) throws BusException {
        try {
            KeyStore store = empty();
            store.setKeyEntry("own", key(key), NO_PASSWORD, certificates(certificates).toArray(new Certificate[0]));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new BusException("the certificate in " + certificates + " and its key in " + key + " cannot be read");
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static List<Certificate> certificates(Path file) throws GeneralSecurityException, IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            List<Certificate> all = new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(pem));
            if (all.isEmpty()) {
                throw new IOException("it holds none");
            }
            return all;
        }
    }

    /** A key in PKCS #8, of any kind that TLS uses. */
    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        String pem = Files.readString(file);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("no " + BEGIN);
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        for (String kind : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // of another kind
            }
        }
        throw new InvalidKeySpecException("of no kind that is known");
    }
}
