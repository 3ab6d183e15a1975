package io.headwater.sensor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Gives readings of sensors on a bus, MQTT, or of a recording of one. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "sensor", title = "Sensor", syntax = "sensor:name", consumerOnly = true, remote = true,
        category = {Category.IOT, Category.MESSAGING})
public class SensorEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the sensor, as readings and summaries carry it.")
    @Metadata(required = true)
    private String name = "";

    @UriParam(displayName = "Where from", description = "Where to read from: mqtt://host:1883/topic or mqtts://host:8883/topic; + stands for any one level of the topic, # at its end for all that follow. Or a recording, such as plant.jsonl.")
    @Metadata(required = true)
    private String location = "";

    @UriParam(displayName = "Series", description = "Fields that are series, separated by commas; a field of a field as air.temperature. Default: all that hold numbers. For messages that are a number alone, its name; default the last level of the topic.")
    private @Nullable String series;

    @UriParam(displayName = "Units", description = "Units by UCUM, such as temperature=Cel,humidity=%; one alone is that of all series.")
    private @Nullable String units;

    @UriParam(displayName = "Field of the time", description = "Field with the time of the readings: 2026-05-04T08:00:00Z, or seconds or milliseconds since 1970. Default: the time is when the message came.")
    private @Nullable String timeField;

    @UriParam(displayName = "Identity", description = "Where a message says which one it is: a field, or property:name for a user property of MQTT 5. It becomes the id by which messages that come twice are known.")
    private @Nullable String idFrom;

    @UriParam(displayName = "Told apart by", description = "What readings are told apart by, in windows and records: NAME, all are of this sensor; TOPIC, each topic is a source of its own.", defaultValue = "NAME")
    private Key key = Key.NAME;

    @UriParam(displayName = "Quality of service", description = "1: the broker keeps a message until its way through the route has ended. 0: what comes while the route is busy or the box is away is lost.", defaultValue = "1")
    private int qos = 1;

    @UriParam(displayName = "User name", description = "User name at the broker.", label = "security")
    private @Nullable String username;

    @UriParam(displayName = "Password", description = "Password at the broker. Give it by a setting, or by passwordFile.", secret = true, label = "security")
    private @Nullable String password;

    @UriParam(displayName = "File of the password", description = "File that holds the password, read anew for each connection.", label = "security")
    private @Nullable String passwordFile;

    @UriParam(displayName = "Trusted certificates", description = "PEM file with the certificates of whom to trust, for mqtts. Default: whom this machine trusts.", label = "security")
    private @Nullable String trustedCertificates;

    @UriParam(displayName = "Own certificate", description = "PEM file with the certificate by which this box shows who it is, for mqtts. With clientKey.", label = "security")
    private @Nullable String clientCertificate;

    @UriParam(displayName = "Own key", description = "PEM file with the key of clientCertificate (PKCS #8, without a password).", label = "security")
    private @Nullable String clientKey;

    @UriParam(displayName = "Client id", description = "Under which name the broker knows this sensor and keeps its messages. Default: the name of the box, a hyphen, and the name of the sensor.", label = "advanced")
    private @Nullable String clientId;

    @UriParam(displayName = "Start anew", description = "Has the broker forget what it kept for this sensor, at each start of the route.", defaultValue = "false", label = "advanced")
    private boolean cleanStart = false;

    @UriParam(displayName = "Kept for", description = "How long the broker keeps messages for a sensor that is away. 0s to 100 years; a broker may have a limit of its own.", defaultValue = "7d", javaType = "java.time.Duration", label = "advanced")
    private Duration sessionExpiry = Duration.ofDays(7);

    @UriParam(displayName = "Unacknowledged at once", description = "How many messages may be unacknowledged at once. More are not sent: the broker keeps them. 1 to 10000.", defaultValue = "100", label = "advanced")
    private int receiveMaximum = 100;

    @UriParam(displayName = "Largest message (bytes)", description = "Largest message in bytes, its topic with it; the broker sends no larger one. 256 to 16777216.", defaultValue = "262144", label = "advanced")
    private int maxBytes = 262144;

    @UriParam(displayName = "Sign of life", description = "How often broker and sensor give a sign of life where nothing else comes. 1s to 1h.", defaultValue = "30s", javaType = "java.time.Duration", label = "advanced")
    private Duration keepAlive = Duration.ofSeconds(30);

    @UriParam(displayName = "Wait before another try", description = "Delay before a broker that is away, or a message that failed, is tried again; doubled each time, up to 30 seconds.", defaultValue = "1s", javaType = "java.time.Duration", label = "advanced")
    private Duration reconnectDelay = Duration.ofSeconds(1);

    @UriParam(displayName = "Attempts", description = "How often a message is tried whose way through the route fails and whose failure nobody handles; then it is given up. 0: for ever. Failures of the surroundings, such as a full outbox, are tried for ever in any case. 0 to 1000.", defaultValue = "5", label = "advanced")
    private int attempts = 5;

    @UriParam(displayName = "Pace", description = "How fast a recording is played: REALTIME, each message as long after the one before as it came; FAST, as fast as the route takes them.", defaultValue = "REALTIME", label = "advanced")
    private Pace pace = Pace.REALTIME;

    public SensorEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SensorConsumer consumer = new SensorConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("sensor gives readings and takes none: use it as the from of a route");
    }

    Settings settings(Path folder, String device) {
        Format format = new Format(name, key, new LinkedHashSet<>(Format.list(series)), Format.units(units), timeField, Identity.of(idFrom));
        Login login = username == null ? null : new Login(username, password, file(folder, passwordFile));
        return new Settings(name, Location.of(location, folder), format, qos, clientId == null ? device + "-" + name : clientId, login,
                new Settings.Certificates(file(folder, trustedCertificates), file(folder, clientCertificate), file(folder, clientKey)), cleanStart, sessionExpiry,
                receiveMaximum, maxBytes, keepAlive, reconnectDelay, attempts, pace);
    }

    private static @Nullable Path file(Path folder, @Nullable String name) {
        return name == null ? null : folder.resolve(name).normalize();
    }

    /** The options that are set, as text. */
    Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        values.put("name", name);
        values.put("location", location);
        values.put("key", key.name());
        values.put("qos", Integer.toString(qos));
        values.put("cleanStart", Boolean.toString(cleanStart));
        values.put("sessionExpiry", Long.toString(sessionExpiry.toMillis()));
        values.put("receiveMaximum", Integer.toString(receiveMaximum));
        values.put("maxBytes", Integer.toString(maxBytes));
        values.put("keepAlive", Long.toString(keepAlive.toMillis()));
        values.put("reconnectDelay", Long.toString(reconnectDelay.toMillis()));
        values.put("attempts", Integer.toString(attempts));
        values.put("pace", pace.name());
        put(values, "series", series);
        put(values, "units", units);
        put(values, "timeField", timeField);
        put(values, "idFrom", idFrom);
        put(values, "username", username);
        put(values, "password", password);
        put(values, "passwordFile", passwordFile);
        put(values, "trustedCertificates", trustedCertificates);
        put(values, "clientCertificate", clientCertificate);
        put(values, "clientKey", clientKey);
        put(values, "clientId", clientId);
        return values;
    }

    private static void put(Map<String, String> values, String option, @Nullable String value) {
        if (value != null) {
            values.put(option, value);
        }
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getLocation() {
        return location;
    }

    public void setLocation(String location) {
        this.location = location;
    }

    public @Nullable String getSeries() {
        return series;
    }

    public void setSeries(@Nullable String series) {
        this.series = series;
    }

    public @Nullable String getUnits() {
        return units;
    }

    public void setUnits(@Nullable String units) {
        this.units = units;
    }

    public @Nullable String getTimeField() {
        return timeField;
    }

    public void setTimeField(@Nullable String timeField) {
        this.timeField = timeField;
    }

    public @Nullable String getIdFrom() {
        return idFrom;
    }

    public void setIdFrom(@Nullable String idFrom) {
        this.idFrom = idFrom;
    }

    public Key getKey() {
        return key;
    }

    public void setKey(Key key) {
        this.key = key;
    }

    public int getQos() {
        return qos;
    }

    public void setQos(int qos) {
        this.qos = qos;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getPasswordFile() {
        return passwordFile;
    }

    public void setPasswordFile(@Nullable String passwordFile) {
        this.passwordFile = passwordFile;
    }

    public @Nullable String getTrustedCertificates() {
        return trustedCertificates;
    }

    public void setTrustedCertificates(@Nullable String trustedCertificates) {
        this.trustedCertificates = trustedCertificates;
    }

    public @Nullable String getClientCertificate() {
        return clientCertificate;
    }

    public void setClientCertificate(@Nullable String clientCertificate) {
        this.clientCertificate = clientCertificate;
    }

    public @Nullable String getClientKey() {
        return clientKey;
    }

    public void setClientKey(@Nullable String clientKey) {
        this.clientKey = clientKey;
    }

    public @Nullable String getClientId() {
        return clientId;
    }

    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    public boolean isCleanStart() {
        return cleanStart;
    }

    public void setCleanStart(boolean cleanStart) {
        this.cleanStart = cleanStart;
    }

    public Duration getSessionExpiry() {
        return sessionExpiry;
    }

    public void setSessionExpiry(Duration sessionExpiry) {
        this.sessionExpiry = sessionExpiry;
    }

    public int getReceiveMaximum() {
        return receiveMaximum;
    }

    public void setReceiveMaximum(int receiveMaximum) {
        this.receiveMaximum = receiveMaximum;
    }

    public int getMaxBytes() {
        return maxBytes;
    }

    public void setMaxBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    public Duration getKeepAlive() {
        return keepAlive;
    }

    public void setKeepAlive(Duration keepAlive) {
        this.keepAlive = keepAlive;
    }

    public Duration getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(Duration reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public int getAttempts() {
        return attempts;
    }

    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }

    public Pace getPace() {
        return pace;
    }

    public void setPace(Pace pace) {
        this.pace = pace;
    }
}
