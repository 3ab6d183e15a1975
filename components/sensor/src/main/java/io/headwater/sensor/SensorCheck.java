package io.headwater.sensor;

import io.headwater.exchange.Durations;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.RecordingFile;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be told of a sensor before it is connected. A bus that is away is no fault: it may come. */
public final class SensorCheck implements StepCheck {
    static final String SEE = "components/sensor/README.md#options";
    private static final List<String> FILES = List.of("passwordFile", "trustedCertificates", "clientCertificate", "clientKey");

    @Override
    public String scheme() {
        return "sensor";
    }

    @Override
    public void check(Options step, Findings findings) {
        location(step, findings).ifPresent(location -> {
            switch (location) {
                case MqttLocation at -> mqtt(step, at, findings);
                case FileLocation at -> recording(at, findings);
            }
        });
        step.text("units").ifPresent(units -> {
            try {
                Format.units(units);
            } catch (IllegalArgumentException e) {
                findings.report("units", Rule.WRONG_TYPE, "sensor.units holds " + e.getMessage() + ", must be like temperature=Cel", "units: temperature=Cel,humidity=%");
            }
        });
        step.text("qos").filter(qos -> !qos.equals("0") && !qos.equals("1")).ifPresent(qos ->
                findings.report("qos", Rule.OUT_OF_RANGE, "sensor.qos is " + qos + ", must be 0 or 1", "qos: 1"));
        findings.range(step, "sensor", "receiveMaximum", 1, 10_000, "100");
        findings.range(step, "sensor", "maxBytes", 256, 16_777_216, "262144");
        findings.range(step, "sensor", "attempts", 0, 1000, "5");
        duration(step, findings, "sessionExpiry", Duration.ZERO, Duration.ofDays(36_500), "0s–100 years", "7d");
        duration(step, findings, "keepAlive", Duration.ofSeconds(1), Duration.ofHours(1), "1s–1h", "30s");
        duration(step, findings, "reconnectDelay", Duration.ofMillis(10), Backoff.LONGEST, "10ms–30s", "1s");
        for (String option : FILES) {
            file(step, findings, option);
        }
    }

    private static void mqtt(Options step, MqttLocation at, Findings findings) {
        boolean password = step.text("password").isPresent() || step.text("passwordFile").isPresent();
        if (password && step.text("username").isEmpty()) {
            findings.report(step.text("password").isPresent() ? "password" : "passwordFile", Rule.CONFLICT, "sensor has a password, and no username", "username: who it is the password of");
        }
        if (step.text("password").isPresent() && step.text("passwordFile").isPresent()) {
            findings.report("passwordFile", Rule.CONFLICT, "sensor.password and sensor.passwordFile are both given", "remove one of them");
        }
        if (password && !at.tls() && !at.isLocal()) {
            findings.report("location", Rule.OPEN_PASSWORD, "sensor.location is " + at + ", and the password goes there unencrypted", "location: mqtts://" + at.host() + ":8883/" + at.filter());
        }
        if (step.text("clientCertificate").isPresent() != step.text("clientKey").isPresent()) {
            String given = step.text("clientKey").isPresent() ? "clientKey" : "clientCertificate";
            findings.report(given, Rule.CONFLICT, "sensor." + given + " is given alone", "give both clientCertificate and clientKey, or none");
        }
        for (String option : List.of("trustedCertificates", "clientCertificate")) {
            if (!at.tls() && step.text(option).isPresent()) {
                findings.report(option, Rule.CONFLICT, "sensor." + option + " is given, and sensor.location is " + at + ", which uses no TLS", "location: mqtts://" + at.host() + ":8883/" + at.filter());
            }
        }
    }

    private static void recording(FileLocation at, Findings findings) {
        try {
            RecordingFile.open(at.file()).close();
        } catch (NoSuchFileException e) {
            findings.report("location", Rule.MEDIA_MISSING, "sensor.location is " + at + ", there is no such file", "put it there; or  location: mqtt://broker.local:1883/plant/+/temperature");
        } catch (IOException | IllegalArgumentException e) {
            findings.report("location", Rule.RECORDING, "sensor.location is " + at + ", which is no recording: " + e.getMessage(), "{\"at\": \"2026-05-04T08:00:00Z\", \"body\": \"21.5\", \"headers\": {\"" + Deliveries.TOPIC + "\": \"plant/air\"}}");
        }
    }

    private static void file(Options step, Findings findings, String option) {
        Optional<Path> file = step.path(option);
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            findings.report(option, Rule.UNREADABLE, "sensor." + option + " is " + step.values().get(option) + ", there is no such file", "put it there, or " + option + ": where it is");
        } else if (file.isPresent() && !Files.isReadable(file.get())) {
            findings.report(option, Rule.UNREADABLE, "sensor." + option + " is " + step.values().get(option) + ", which this user may not read", "let the user that runs headwater read it");
        }
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        return new Flow(Flow.Kind.READINGS, Set.of(), step.text("qos").filter("0"::equals).isPresent(), false, null, 0);
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        return location(step, Findings.NONE).map(location -> new SensorWords(step, location).explanation()).orElse(Explanation.NONE);
    }

    @Override
    public boolean ends(Options step) {
        return location(step, Findings.NONE).filter(FileLocation.class::isInstance).isPresent();
    }

    private static Optional<Location> location(Options step, Findings findings) {
        Optional<String> text = step.text("location").filter(t -> !t.isBlank());
        try {
            return text.map(t -> Location.of(t, step.folder())); // a missing option is found by its being required
        } catch (MqttLocation.FilterException e) {
            findings.report("location", Rule.TOPIC, "sensor.location is " + shown(text.get()) + ", its topic " + e.getMessage(), "location: mqtt://broker.local:1883/plant/+/temperature");
        } catch (IllegalArgumentException e) {
            findings.report("location", Rule.NOT_A_CHOICE, "sensor.location is " + shown(text.get()) + ", which " + said(e), "location: mqtt://broker.local:1883/plant/+/temperature");
        }
        return Optional.empty();
    }

    private static String said(IllegalArgumentException e) {
        String text = String.valueOf(e.getMessage());
        return text.startsWith("must") ? "is none; it " + text : text;
    }

    /** Without a user name and a password that should not be there. */
    private static String shown(String location) {
        return location.replaceAll("(?<=://)[^/]*@", "***@");
    }

    private static void duration(Options step, Findings findings, String option, Duration low, Duration high, String range, String fix) {
        step.text(option).ifPresent(text -> {
            Duration given = Durations.of(text);
            if (given.compareTo(low) < 0 || given.compareTo(high) > 0) {
                findings.report(option, Rule.OUT_OF_RANGE, "sensor." + option + " is " + text + ", must be " + range, option + ": " + fix);
            }
        });
    }
}
