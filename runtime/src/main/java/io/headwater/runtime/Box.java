package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The application that runs on this machine, for commands that ask it or have it do something. */
final class Box {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** A route that is replaced is let run empty before. */
    private static final Duration ANSWER = Duration.ofMinutes(3);

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "Port of the running application on this machine. Default: ${DEFAULT-VALUE}.")
    int port;

    @Option(names = "--state", paramLabel = "DIR", description = "State folder of the running application, which has the key to change its routes. Default: as for run.")
    @Nullable Path state;

    /** What it answers.
     *
     *  @param status HTTP's */
    record Answer(int status, JsonNode body) {}

    Answer get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    Answer post(String path) {
        return post(path, JsonNodeFactory.instance.objectNode());
    }

    Answer post(String path, JsonNode body) {
        return change(path, "POST", body.toString());
    }

    Answer put(String path, JsonNode body) {
        return change(path, "PUT", body.toString());
    }

    private Answer change(String path, String method, String body) {
        Path file = BoxKey.file(ServeOptions.state(state));
        try {
            return send(HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json").header("Authorization", "Bearer " + Files.readString(file).strip())
                    .method(method, HttpRequest.BodyPublishers.ofString(body)));
        } catch (IOException e) {
            get("/api/routes"); // where nobody answers at all, that is the reason
            throw new SurroundingsException("the key to change the routes cannot be read: " + file,
                    "be the user that headwater run runs as, e.g. sudo -u headwater; --state DIR is its state folder");
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private Answer send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            HttpResponse<String> response = client.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 404) {
                throw new SurroundingsException("what listens on port " + port + " is no headwater, or an older one", "--port PORT of headwater run");
            }
            return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
        } catch (IOException e) {
            throw new SurroundingsException("no headwater answers on port " + port + " of this machine", "start it with headwater run, or --port PORT says where it listens");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while waiting for port " + port, "try again");
        }
    }
}
