package io.headwater.infer;

import io.headwater.contract.ComponentContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class InferContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "infer";
    }

    @Override
    protected void prepare(Path folder) throws Exception {
        Path model = Files.createDirectories(folder.resolve("models/faces/1.0.0"));
        for (String file : List.of("model.yaml", "faces.onnx")) {
            Files.copy(Things.facesRoot().resolve("faces/1.0.0").resolve(file), model.resolve(file));
        }
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
                            uri: infer
                            parameters:
                              model: faces
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """;
    }
}
