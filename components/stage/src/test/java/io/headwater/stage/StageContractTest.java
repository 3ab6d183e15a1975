package io.headwater.stage;

import io.headwater.contract.ComponentContract;

final class StageContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "stage";
    }

    @Override
    protected String route() {
        return """
                - route:
                    id: front
                    from:
                      id: start
                      uri: direct
                      parameters:
                        name: in
                      steps:
                        - to:
                            id: give
                            uri: stage
                            parameters:
                              name: q
                - route:
                    id: back
                    from:
                      id: take
                      uri: stage
                      parameters:
                        name: q
                      steps:
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """;
    }
}
