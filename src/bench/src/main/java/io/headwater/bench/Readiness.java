package io.headwater.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether the product says that it is ready. */
final class Readiness implements AutoCloseable {
    private final HttpRequest request;
    private final HttpClient http = HttpClient.newHttpClient();

    Readiness(int port) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready")).timeout(Duration.ofSeconds(2)).build();
    }

    boolean isGiven() throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not there yet
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
