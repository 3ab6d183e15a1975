package io.headwater.track;

import io.headwater.contract.ComponentContract;
import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import java.time.Duration;
import java.util.List;

final class TrackContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "track";
    }

    @Override
    protected String route() {
        return TrackRouteTest.ROUTE;
    }

    @Override
    protected Object item(Routes routes, int n) {
        return Inference.of(new Pictures(routes.pool()).frame(n), Scene.MODEL, Duration.ZERO, new Detections(List.of(Scene.thing("person", 0.9, n, 0))));
    }
}
