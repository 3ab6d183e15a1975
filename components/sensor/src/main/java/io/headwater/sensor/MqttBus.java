package io.headwater.sensor;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** An MQTT 5 broker. Each connection is a client of its own, which knows nothing of those before: what they left unacknowledged the broker
 *  gives again, and the client's own reconnecting would take it for too much at once.
 *  <p>The limit of unacknowledged messages is kept here and not asked of the broker: mosquitto 2.0.11, Debian's, heeds such a wish (MQTT 5.0,
 *  4.9) at first and then sends all it has, upon which the client would end the connection. */
final class MqttBus implements Bus {
    private static final long CONNECT_SECONDS = 10;

    private final Settings settings;
    private final MqttLocation at;
    /** One thread, this sensor's own: it stands still while the route has enough, and holds up nobody else. */
    private final MqttClientExecutorConfig thread;
    private boolean first = true;

    MqttBus(Settings settings, MqttLocation at) {
        this.settings = settings;
        this.at = at;
        Thread.Builder named = Thread.ofPlatform().daemon().name("mqtt/" + settings.name());
        this.thread = MqttClientExecutorConfig.builder().nettyExecutor(work -> named.start(work)).nettyThreads(1).build();
    }

    @Override
    public Connection connect(Inbox inbox) throws BusException, InterruptedException {
        MqttConnection connection = new MqttConnection(settings, at, inbox);
        Mqtt5AsyncClient client = MqttClient.builder().useMqttVersion5().identifier(settings.clientId()).transportConfig(transport()).executorConfig(thread)
                .addDisconnectedListener(connection::gone).buildAsync();
        connection.open(client, hello());
        first = false;
        return connection;
    }

    private MqttClientTransportConfig transport() throws BusException {
        return MqttClientTransportConfig.builder().serverHost(at.host()).serverPort(at.port()).sslConfig(at.tls() ? MqttTls.of(settings.tls()) : null)
                .socketConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).build();
    }

    private Mqtt5Connect hello() throws BusException {
        Mqtt5ConnectBuilder hello = Mqtt5Connect.builder().cleanStart(first && settings.cleanStart()).sessionExpiryInterval(settings.sessionExpiry().toSeconds())
                .keepAlive(Math.toIntExact(settings.keepAlive().toSeconds()))
                .restrictions().maximumPacketSize(settings.maxBytes()).applyRestrictions();
        Login login = settings.login();
        if (login == null) {
            return hello.build();
        }
        String secret = login.secret();
        var as = hello.simpleAuth().username(login.user());
        return (secret == null ? as : as.password(secret.getBytes(StandardCharsets.UTF_8))).applySimpleAuth().build();
    }
}
