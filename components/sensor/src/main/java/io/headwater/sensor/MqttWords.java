package io.headwater.sensor;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why a broker could not be reached or went away; nothing secret is in them. */
final class MqttWords {
    private MqttWords() {}

    static Away why(@Nullable Throwable failure, MqttLocation at) {
        boolean refused = failure instanceof Mqtt5ConnAckException || failure instanceof Mqtt5SubAckException || isAbout(SSLException.class, failure) || isAbout(CertificateException.class, failure);
        return new Away(words(failure, at), refused);
    }

    private static boolean isAbout(Class<? extends Exception> kind, @Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String words(@Nullable Throwable failure, MqttLocation at) {
        return switch (failure) {
            case Mqtt5ConnAckException refused -> refusal(refused.getMqttMessage().getReasonCode(), at);
            case Mqtt5SubAckException refused -> "the broker refuses the subscription to " + at.filter() + ": "
                    + refused.getMqttMessage().getReasonCodes().stream().map(MqttWords::text).findFirst().orElse("it does not say why");
            case Mqtt5DisconnectException ended -> "the broker ended the connection: " + text(ended.getMqttMessage().getReasonCode());
            case null -> "the connection is gone";
            default -> surroundings(failure, at);
        };
    }

    private static String refusal(Mqtt5ReasonCode code, MqttLocation at) {
        return switch (text(code)) {
            case "bad user name or password", "not authorized" -> "the broker " + at.server() + " refuses the user name or the password, or this client (" + text(code) + ")";
            case "unsupported protocol version" -> "the broker " + at.server() + " does not speak MQTT 5";
            default -> "the broker " + at.server() + " refuses the connection: " + text(code);
        };
    }

    private static String text(Mqtt5ReasonCode code) {
        return code.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String surroundings(Throwable failure, MqttLocation at) {
        if (isAbout(CertificateException.class, failure)) {
            return "the certificate of " + at.server() + " is not trusted: " + innermost(failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return "nobody answers at " + at.server();
            } else if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return "the host " + at.host() + " is not known";
            } else if (cause instanceof SSLException) {
                return "TLS with " + at.server() + " fails: " + innermost(cause);
            }
        }
        String said = failure.getMessage();
        return said == null ? failure.getClass().getSimpleName() : said;
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
