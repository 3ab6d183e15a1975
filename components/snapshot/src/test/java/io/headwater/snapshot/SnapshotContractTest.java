package io.headwater.snapshot;

import io.headwater.contract.ComponentContract;
import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Inference;
import java.time.Duration;

final class SnapshotContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "snapshot";
    }

    @Override
    protected String route() {
        return SnapshotRouteTest.ROUTE.formatted("");
    }

    @Override
    protected Object item(Routes routes, int n) {
        return Inference.of(new Pictures(routes.pool()).frame(n), SnapshotRouteTest.MODEL, Duration.ZERO, SnapshotRouteTest.person(n % 3 == 0 ? 0 : 1));
    }
}
