package io.headwater.runtime;

import jakarta.inject.Singleton;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Ready when every route runs. Kafka has no say: a box whose line is down works on. Wrong files have
 *  none either: what ran before runs on, and they are told. */
@Readiness
@Startup
@Singleton
public class RoutesCheck implements HealthCheck {
    private final Engine engine;

    RoutesCheck(Engine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("routes").up();
        for (Route route : engine.context().getRoutes()) {
            ServiceStatus status = engine.context().getRouteController().getRouteStatus(route.getRouteId());
            answer.withData(route.getRouteId(), status == null ? "gone" : status.name());
            if (status == null || !status.isStarted()) {
                answer.down();
            }
        }
        Reloading.State files = engine.reloading().state();
        if (files.instead() != null) {
            answer.withData("files", files.instead() + files.refused().stream().findFirst().map(p -> ": " + p.toString().lines().findFirst().orElse("")).orElse(""));
        }
        return answer.build();
    }
}
