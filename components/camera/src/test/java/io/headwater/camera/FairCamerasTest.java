package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.Routes;
import io.headwater.contract.Toil;
import io.headwater.flow.Frame;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two cameras that always have a frame, and one core. */
@Timeout(60)
final class FairCamerasTest {
    private static final int FRAMES = 330;
    private static final long TOIL_NANOS = 2_000_000;

    private static String camera(String name, String option) {
        return """
                - route:
                    id: %1$s
                    from:
                      id: %1$s-in
                      uri: camera
                      parameters:
                        name: %1$s
                        location: test
                        fps: 1000
                        width: 64
                        height: 48
                        %2$s
                      steps:
                        - to:
                            id: %1$s-toil
                            uri: toil:%1$s
                """.formatted(name, option);
    }

    /** What part of the work was for the camera {@code gate}, beside {@code yard}. */
    private static double gate(String option) {
        AtomicLong now = new AtomicLong(); // which only the work moves, so that what else the machine does changes nothing
        AtomicInteger all = new AtomicInteger();
        AtomicInteger gate = new AtomicInteger();
        Toil toil = new Toil(exchange -> {
            if (all.get() < FRAMES) {
                Toil.awaitThatWait(2);
                now.addAndGet(TOIL_NANOS);
                gate.addAndGet(exchange.getIn().getBody(Frame.class).source().equals("gate") ? 1 : 0);
                all.incrementAndGet();
            }
        });
        try (Routes routes = Routes.builder().workers(1).ticks(now::get).bean("toil", toil).yaml(camera("gate", option) + camera("yard", "weight: 1"))) {
            Routes.await("enough to compare", () -> all.get() >= FRAMES);
            double part = gate.get() / (double) FRAMES;
            routes.stopRoutes();
            routes.assertAtRest();
            return part;
        }
    }

    @Test
    void sharesByWeight() {
        assertThat(gate("weight: 3")).isBetween(0.72, 0.78);
    }

    @Test
    void aHigherPriorityGoesFirst() {
        assertThat(gate("priority: HIGH")).isBetween(0.89, 0.93);
    }

    @Test
    void aLowerPriorityGivesWayAndIsNotWithout() {
        assertThat(gate("priority: LOW")).isBetween(0.06, 0.12);
    }
}
