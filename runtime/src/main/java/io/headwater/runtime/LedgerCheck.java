package io.headwater.runtime;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Alive as long as the ledger is looked at; says whether it balances, and does not have the box restarted when it does not:
 *  a restart would hide what was lost. */
@Liveness
@Singleton
public class LedgerCheck implements HealthCheck {
    private final Monitor monitor;

    LedgerCheck(Monitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("ledger").status(monitor.isAwake());
        answer.withData("balanced", monitor.state().imbalances().isEmpty());
        monitor.state().imbalances().forEach(i -> answer.withData(i.where(), i.rule() + " is off by " + i.difference()));
        return answer.build();
    }
}
