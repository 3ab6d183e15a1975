package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.Routes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions of a route see into what a model said: the picture shows one face. */
class ExpressionRouteTest {
    private static final Path FACES = Path.of(System.getProperty("headwater.home")).resolve("routes/faces").toAbsolutePath();
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "${body.answer.count('face')} == 1 | true",
        "${body.answer.count('face')} > 1 | false",
        "${body.answer.all[0].score} > '0.5' | true",
        "${body.answer.all[0].score} > '0.999' | false",
        "${body.width} > '100.0' && ${body.model.name} == 'faces' | true",
    }, quoteCharacter = '~')
    void branchesByWhatWasFound(String condition, boolean passes) throws Exception {
        String route = """
                - route:
                    id: look
                    from:
                      id: cam
                      uri: camera
                      parameters:
                        name: door
                        location: test/astronaut.jpg
                      steps:
                        - to:
                            id: find
                            uri: infer
                            parameters:
                              model: faces
                        - filter:
                            id: some
                            expression:
                              simple:
                                id: condition
                                expression: "%s"
                            steps:
                              - to:
                                  id: seen
                                  uri: mock
                                  parameters:
                                    name: seen
                """.formatted(condition);
        for (String part : new String[] {"models", "test"}) {
            Files.createSymbolicLink(folder.resolve(part), FACES.resolve(part));
        }
        try (Routes routes = Routes.builder().folder(folder).yaml(route)) {
            routes.host().steps().ended("look").get(60, TimeUnit.SECONDS);
            routes.stopRoutes();
            routes.assertAtRest();
            assertThat(routes.received("seen")).hasSize(passes ? 1 : 0);
        }
    }
}
