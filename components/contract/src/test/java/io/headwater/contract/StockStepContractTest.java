package io.headwater.contract;

/** The suite on a step that is not ours: what it asks is what any good Camel component gives. */
final class StockStepContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "log";
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
                            uri: log
                            parameters:
                              loggerName: contract
                              level: DEBUG
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """;
    }

    @Override
    protected boolean runsReadmeRoute() {
        return true;
    }
}
