package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Account;
import io.headwater.flow.Backlog;
import io.headwater.flow.Ledger;
import io.headwater.flow.Unit;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = new Meters(registry);
    private final Ledger ledger = new Ledger();

    @Test
    void tellsDepthAgeAndWaitOfAQueueUntilItsRouteIsNoMore() {
        Account cam = ledger.account("yard", "cam", "camera", Unit.FRAMES);
        cam.queue(() -> new Backlog(3, 600, 2_000_000_000));
        cam.waited(500_000_000);
        meters.bind(ledger.account("yard", "find", "infer", Unit.ITEMS));
        meters.bind(cam);
        assertThat(registry.get("headwater.queue.depth").tags("route", "yard", "step", "cam").gauge().value()).isEqualTo(3);
        assertThat(registry.get("headwater.queue.size").gauge().value()).isEqualTo(600);
        assertThat(registry.get("headwater.queue.age").timeGauge().value(TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(registry.get("headwater.queue.wait").tag("quantile", "0.5").timeGauge().value(TimeUnit.SECONDS)).isBetween(0.49, 0.51);
        assertThat(registry.find("headwater.queue.depth").tag("step", "find").gauge()).as("a step without a queue").isNull();
        meters.forget("yard");
        assertThat(registry.getMeters()).extracting(Meter::getId).extracting(Meter.Id::getName).containsExactlyInAnyOrder("headwater.ledger.imbalances", "headwater.http.refused");
    }
}
