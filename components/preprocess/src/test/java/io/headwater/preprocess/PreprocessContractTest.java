package io.headwater.preprocess;

import io.headwater.contract.ComponentContract;

final class PreprocessContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "preprocess";
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
                            uri: preprocess
                            parameters:
                              name: part
                              crop: 0.25,0.25,0.5,0.5
                              width: 12
                              mask: 0.5,0.5,0.2,0.2
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
