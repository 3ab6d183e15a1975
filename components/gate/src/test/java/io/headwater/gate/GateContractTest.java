package io.headwater.gate;

import io.headwater.contract.ComponentContract;
import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Inference;
import java.time.Duration;

final class GateContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "gate";
    }

    @Override
    protected String route() {
        return """
                - route:
                    id: contract
                    from:
                      id: start
                      uri: direct
                      parameters:
                        name: in
                      steps:
                        - to:
                            id: only
                            uri: gate
                            parameters:
                              name: test
                              minScore: 0.5
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """;
    }

    @Override
    protected Object item(Routes routes, int n) {
        return Inference.of(new Pictures(routes.pool()).frame(n), Found.MODEL, Duration.ZERO, Found.detections("person 0.9", "person 0.4"));
    }
}
