package io.headwater.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.CheckRun;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorCheckTest {
    private static final String FIX = " | location: mqtt://broker.local:1883/plant/+/temperature";
    @TempDir
    Path folder;

    @Test
    void acceptsTopicsAndFilters() {
        for (String location : List.of("mqtt://host/plant", "mqtt://host:1883/plant/+/air", "mqtts://host/#", "mqtt://[::1]:1883//a", "mqtt://host/$share/group/a/#", "MQTT://host/+")) {
            assertThat(problems("location", location)).as(location).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoFilter() {
        assertThat(problems("location", "mqtt://host/a/#/b")).containsExactly("location HW-049 sensor.location is mqtt://host/a/#/b, its topic has a # that is not the whole of its last level" + FIX);
        assertThat(problems("location", "mqtt://host/a+")).containsExactly("location HW-049 sensor.location is mqtt://host/a+, its topic has a + that is not the whole of its level" + FIX);
        assertThat(problems("location", "mqtt://host/$share/g")).containsExactly("location HW-049 sensor.location is mqtt://host/$share/g, its topic must be $share/group/topic to share a subscription" + FIX);
    }

    @Test
    void refusesWhatIsNoLocationAndHidesAPassword() {
        assertThat(problems("location", "opc.tcp://host/x")).containsExactly("location HW-007 sensor.location is opc.tcp://host/x, which is none; it must be " + Location.FORMS + FIX);
        assertThat(problems("location", "mqtt://host")).containsExactly("location HW-007 sensor.location is mqtt://host, which names no topic" + FIX);
        assertThat(problems("location", "mqtt://host:99999/a")).containsExactly("location HW-007 sensor.location is mqtt://host:99999/a, which has port 99999, must be 1–65535" + FIX);
        assertThat(problems("location", "mqtt://me:pw@host/a")).containsExactly(
                "location HW-007 sensor.location is mqtt://***@host/a, which holds a user name; give it as username, and the password as password or passwordFile" + FIX);
    }

    @Test
    void warnsOfAPasswordThatGoesUnencrypted() {
        assertThat(problems("location", "mqtt://host/a", "username", "me", "password", "pw")).containsExactly(
                "location HW-048 sensor.location is mqtt://host:1883/a, and the password goes there unencrypted | location: mqtts://host:8883/a");
        assertThat(problems("location", "mqtts://host/a", "username", "me", "password", "pw")).isEmpty();
        assertThat(problems("location", "mqtt://localhost/a", "username", "me", "password", "pw")).isEmpty();
    }

    @Test
    void refusesNumbersOutOfRangeAndContradictions() {
        assertThat(problems("location", "mqtt://host/a", "qos", "2", "receiveMaximum", "0", "sessionExpiry", "-1s", "keepAlive", "2h", "units", "a=", "clientKey", "k.pem", "passwordFile", "pw"))
                .contains("qos HW-012 sensor.qos is 2, must be 0 or 1 | qos: 1", "receiveMaximum HW-012 sensor.receiveMaximum is 0, must be 1–10000 | receiveMaximum: 100",
                        "keepAlive HW-012 sensor.keepAlive is 2h, must be 1s–1h | keepAlive: 30s", "units HW-006 sensor.units holds a=, must be like temperature=Cel | units: temperature=Cel,humidity=%",
                        "clientKey HW-015 sensor.clientKey is given alone | give both clientCertificate and clientKey, or none",
                        "clientKey HW-008 sensor.clientKey is k.pem, there is no such file | put it there, or clientKey: where it is",
                        "passwordFile HW-015 sensor has a password, and no username | username: who it is the password of");
    }

    private List<String> problems(String... options) {
        Map<String, String> values = new HashMap<>(Map.of("name", "boiler"));
        for (int i = 0; i < options.length; i += 2) {
            values.put(options[i], options[i + 1]);
        }
        return CheckRun.of(new SensorCheck(), new StepCheck.Options(values, true, true, folder, List.of()), "%s %s %s | %s");
    }
}
