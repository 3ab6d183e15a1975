package io.headwater.runtime.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A registry over HTTP. Where it sends a request elsewhere, such as to a store of objects, it goes there without the credentials.
 *  <p>Threading: one thread.
 *  <p>Source: OCI Distribution Specification 1.1. */
final class RegistryStore implements Store {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int MOST_HOPS = 5;

    private final Reference.Remote at;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();
    private final Credentials credentials;
    private @Nullable String authorization;

    RegistryStore(Reference.Remote at) {
        this.at = at;
        this.credentials = new Credentials(at);
    }

    private URI uri(String path) {
        return at.base().resolve("/v2/" + at.repository() + path);
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(ANSWER).header("User-Agent", "headwater");
    }

    /** Sends it; with credentials where the registry asks for them.
     *
     *  @param right that is needed: {@code pull} or {@code pull,push}
     *  <p>Errors: {@link OciException} for what another try does not mend. */
    private HttpResponse<InputStream> send(HttpRequest.Builder request, String right) throws OciException, IOException {
        HttpResponse<InputStream> answer = sendOnce(request);
        if (answer.statusCode() == 401) {
            answer.body().close();
            authorization = credentials.answer(http, answer.headers().firstValue("WWW-Authenticate").orElse(""), right);
            answer = sendOnce(request);
        }
        URI from = answer.request().uri();
        for (int hop = 0; answer.statusCode() / 100 == 3 && answer.statusCode() != 304; hop++) {
            answer.body().close();
            Optional<String> to = answer.headers().firstValue("Location");
            if (hop == MOST_HOPS || to.isEmpty()) {
                throw OciException.outside(at.base() + " sends on and on, or nowhere", "look at the registry");
            }
            from = from.resolve(to.get());
            if (!from.getScheme().equals("https") && !from.getHost().equals(at.base().getHost())) {
                throw OciException.outside(at.base() + " sends to " + from.getHost() + " without TLS", "look at the registry");
            }
            HttpRequest.Builder next = request(from);
            answer.request().headers().firstValue("Range").ifPresent(range -> next.header("Range", range));
            answer = exchange(next.GET().build());
        }
        return answer;
    }

    private HttpResponse<InputStream> sendOnce(HttpRequest.Builder request) throws OciException, IOException {
        String as = authorization;
        return exchange(as == null ? request.build() : request.copy().setHeader("Authorization", as).build());
    }

    private HttpResponse<InputStream> exchange(HttpRequest request) throws OciException, IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OciException.outside("interrupted", "try again: what is here already is not fetched again");
        } catch (SSLException e) {
            throw OciException.outside("TLS with " + request.uri().getHost() + " fails: " + e.getMessage(), "look at its certificate; http://… reaches a registry without TLS");
        } catch (ConnectException e) {
            throw new IOException(isUnknown(e) ? "the host " + request.uri().getHost() + " is not known" : "nobody answers at " + request.uri().getAuthority(), e);
        }
    }

    private static boolean isUnknown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /** Errors: {@link IOException} where the registry is in trouble itself, {@link OciException} else. */
    private void expect(HttpResponse<?> answer, String what, int... good) throws OciException, IOException {
        int status = answer.statusCode();
        for (int each : good) {
            if (status == each) {
                return;
            }
        }
        if (status >= 500 || status == 429) {
            throw new IOException(at.base() + " answers " + status);
        }
        throw switch (status) {
            case 404 -> OciException.wrong("there is no " + what + " in " + at.base() + "/" + at.repository(), "look for its name and tag");
            case 401, 403 -> OciException.outside(at.base() + " does not allow it (" + status + ")", "docker login, podman login or oras login to it as this user; they write its credentials where they are looked for");
            default -> OciException.outside(at.base() + " answers " + status + " to " + what, "look at the registry");
        };
    }

    @Override
    public byte[] manifest(String wanted) throws OciException, IOException {
        HttpResponse<InputStream> answer = send(request(uri("/manifests/" + wanted)).header("Accept", Artifact.MANIFEST_TYPE + ", application/vnd.oci.image.index.v1+json"), "pull");
        try (InputStream body = answer.body()) {
            expect(answer, wanted, 200);
            byte[] bytes = body.readNBytes(Artifact.MOST_MANIFEST_BYTES + 1);
            if (bytes.length > Artifact.MOST_MANIFEST_BYTES) {
                throw OciException.wrong("the manifest of " + wanted + " has more than " + Artifact.MOST_MANIFEST_BYTES + " bytes", "look for its name and tag");
            }
            return bytes;
        }
    }

    @Override
    public long read(Entry content, long from, Sink to) throws OciException, IOException {
        HttpRequest.Builder asked = request(uri("/blobs/" + content.digest()));
        HttpResponse<InputStream> answer = send(from > 0 ? asked.header("Range", "bytes=" + from + "-") : asked, "pull");
        try (InputStream body = answer.body()) {
            expect(answer, "content " + content.digest(), 200, 206);
            long first = answer.statusCode() == 206 ? from : 0;
            try (OutputStream out = to.from(first); Patience patience = new Patience(body, ANSWER)) {
                byte[] chunk = new byte[1 << 16];
                for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                    patience.renew();
                    out.write(chunk, 0, n);
                }
            }
            return first;
        }
    }

    @Override
    public boolean has(Entry content) throws OciException, IOException {
        HttpResponse<InputStream> answer = send(request(uri("/blobs/" + content.digest())).method("HEAD", HttpRequest.BodyPublishers.noBody()), "pull,push");
        answer.body().close();
        if (answer.statusCode() != 404) {
            expect(answer, "content " + content.digest(), 200);
        }
        return answer.statusCode() == 200;
    }

    @Override
    public void write(Entry content, Path file) throws OciException, IOException {
        HttpResponse<InputStream> begun = send(request(uri("/blobs/uploads/")).POST(HttpRequest.BodyPublishers.noBody()), "pull,push");
        begun.body().close();
        expect(begun, "a new upload", 202);
        URI place = uri("/blobs/uploads/").resolve(begun.headers().firstValue("Location").orElseThrow(() -> new IOException(at.base() + " names no place to upload to")));
        URI whole = URI.create(place + (place.getQuery() == null ? "?" : "&") + "digest=" + content.digest());
        HttpResponse<InputStream> ended = send(request(whole).header("Content-Type", "application/octet-stream").PUT(HttpRequest.BodyPublishers.ofFile(file)), "pull,push");
        ended.body().close();
        expect(ended, content.name().isEmpty() ? "the upload" : "the upload of " + content.name(), 201);
    }

    @Override
    public void writeManifest(String tag, String sha256, byte[] manifest) throws OciException, IOException {
        HttpResponse<InputStream> answer = send(request(uri("/manifests/" + tag)).header("Content-Type", Artifact.MANIFEST_TYPE).PUT(HttpRequest.BodyPublishers.ofByteArray(manifest)), "pull,push");
        answer.body().close();
        expect(answer, "the manifest", 201);
    }
}
