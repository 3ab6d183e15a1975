package io.headwater.camera;

import io.headwater.contract.ComponentContract;
import java.nio.file.Files;
import java.nio.file.Path;

final class CameraContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "camera";
    }

    @Override
    protected boolean isSource() {
        return true;
    }

    @Override
    protected String route() {
        return """
                - route:
                    id: contract
                    from:
                      id: cam
                      uri: camera
                      parameters:
                        name: gate
                        location: test
                        fps: 200
                        width: 64
                        height: 48
                      steps:
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """;
    }

    @Override
    protected void prepare(Path folder) throws Exception {
        Files.copy(Rig.CLIP, folder.resolve("crossing.mp4"));
    }

    @Override
    protected boolean runsReadmeRoute() {
        return true;
    }
}
