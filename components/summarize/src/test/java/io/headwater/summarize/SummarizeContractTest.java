package io.headwater.summarize;

import io.headwater.contract.ComponentContract;

final class SummarizeContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "summarize";
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
                            uri: summarize
                            parameters:
                              name: test
                              window: 1s
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """;
    }
}
