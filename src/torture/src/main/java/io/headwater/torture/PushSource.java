package io.headwater.torture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Posts inputs by HTTP. One that was not answered with 2xx is posted again under the same id; or, where each is to come once, given up: whether it has
 *  come or not, nobody may see it twice. */
class PushSource implements Source {
    private static final int CLIENTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private final URI target;
    private final String name;
    private final boolean repeats;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ending;

    /** @param repeats whether one that was not answered is posted again */
    PushSource(String name, URI target, boolean repeats) {
        this.name = name;
        this.target = target;
        this.repeats = repeats;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        for (int c = 0; c < CLIENTS; c++) {
            String prefix = name + "-" + c + "-";
            clients.add(Thread.ofPlatform().daemon().name(prefix).start(() -> post(prefix)));
        }
    }

    URI target() {
        return target;
    }

    /** Asks for the next item of one client to be taken. */
    HttpRequest.Builder request(String client, int item) {
        return HttpRequest.newBuilder(target).header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Payload.of(client + item)));
    }

    /** A client has given all its items. */
    void ends(String client, int items) throws InterruptedException {}

    static HttpRequest named(String id, HttpRequest.Builder request) {
        return request.timeout(Duration.ofSeconds(20)).header("X-Request-ID", id).build();
    }

    final void untilAccepted(HttpRequest request) throws InterruptedException {
        while (!accepted(request)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
        }
    }

    private void post(String prefix) {
        try {
            int i = 0;
            for (; !ending; i++) {
                String id = prefix + i;
                HttpRequest request = named(id, request(prefix, i));
                if (accepted(request)) {
                    acknowledged.add(id);
                } else if (repeats) {
                    untilAccepted(request);
                    acknowledged.add(id);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
            ends(prefix, i);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean accepted(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Set<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        for (Thread client : clients) {
            client.join(Duration.ofSeconds(60));
        }
        http.shutdownNow();
    }
}
