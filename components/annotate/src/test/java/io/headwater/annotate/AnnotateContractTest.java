package io.headwater.annotate;

import io.headwater.contract.ComponentContract;
import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import java.time.Duration;
import java.util.List;

final class AnnotateContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "annotate";
    }

    @Override
    protected String route() {
        return AnnotateRouteTest.ROUTE.formatted("");
    }

    @Override
    protected Object item(Routes routes, int n) {
        return Inference.of(new Pictures(routes.pool()).frame(n), AnnotateRouteTest.MODEL, Duration.ZERO, new Detections(List.of(new Detection("person", 0.9f, new Box(n, 0, n + 5, 9)))));
    }
}
