package io.headwater.runtime.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What this user may show a registry: what {@code docker login}, {@code podman login} and {@code oras login} wrote down.
 *  <p>Nothing of it is in an error.
 *  <p>Source: RFC 7617 (Basic), the token authentication of the Distribution project. */
final class Credentials {
    private static final Pattern PARAMETER = Pattern.compile("(realm|service)=\"([^\"]*)\"");
    private static final int MOST_TOKEN_BYTES = 1 << 20;

    private final Reference.Remote at;

    Credentials(Reference.Remote at) {
        this.at = at;
    }

    /** The header {@code Authorization} that answers a registry's challenge.
     *  <p>Errors: {@link OciException} where there is none to be had. */
    String answer(HttpClient http, String challenge, String right) throws OciException, IOException {
        String known = known();
        if (challenge.regionMatches(true, 0, "Basic", 0, 5)) {
            if (known == null) {
                throw OciException.outside(at.base() + " wants to know who asks", "docker login, podman login or oras login to it as this user");
            }
            return "Basic " + known;
        }
        if (!challenge.regionMatches(true, 0, "Bearer", 0, 6)) {
            throw OciException.outside(at.base() + " asks for an authentication that is not known here", "look at the registry");
        }
        return "Bearer " + token(http, challenge, right, known);
    }

    private String token(HttpClient http, String challenge, String right, @Nullable String known) throws OciException, IOException {
        String realm = parameter(challenge, "realm");
        if (!realm.startsWith("https://") && !(at.base().getScheme().equals("http") && realm.startsWith("http://"))) {
            throw OciException.outside(at.base() + " names no safe place for a token", "look at the registry");
        }
        String service = parameter(challenge, "service");
        URI uri = URI.create(realm + (realm.contains("?") ? "&" : "?") + "service=" + URLEncoder.encode(service, StandardCharsets.UTF_8) + "&scope="
                + URLEncoder.encode("repository:" + at.repository() + ":" + right, StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        if (known != null) {
            request.header("Authorization", "Basic " + known);
        }
        try {
            HttpResponse<java.io.InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (java.io.InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw OciException.outside(at.base() + " gives no token to who asks (" + answer.statusCode() + ")", "docker login, podman login or oras login to it as this user");
                }
                JsonNode token = new ObjectMapper().readTree(body.readNBytes(MOST_TOKEN_BYTES));
                String value = token.path("token").asText(token.path("access_token").asText());
                if (!value.matches("[\\x21-\\x7e]+")) {
                    throw OciException.outside(at.base() + " gives a token that is none", "look at the registry");
                }
                return value;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OciException.outside("interrupted", "try again");
        }
    }

    private static String parameter(String challenge, String name) {
        Matcher m = PARAMETER.matcher(challenge);
        while (m.find()) {
            if (m.group(1).equals(name)) {
                return m.group(2);
            }
        }
        return "";
    }

    /** User and password as Basic has them; null where nobody has logged in. */
    private @Nullable String known() {
        String docker = System.getenv("DOCKER_CONFIG");
        String run = System.getenv("XDG_RUNTIME_DIR");
        Path home = Path.of(System.getProperty("user.home"));
        List<Path> files = Stream.of(System.getenv("REGISTRY_AUTH_FILE") == null ? null : Path.of(System.getenv("REGISTRY_AUTH_FILE")), docker == null ? home.resolve(".docker/config.json") : Path.of(docker, "config.json"),
                run == null ? null : Path.of(run, "containers/auth.json")).filter(java.util.Objects::nonNull).filter(Files::isReadable).toList();
        for (Path file : files) {
            try {
                JsonNode all = new ObjectMapper().readTree(file.toFile()).path("auths");
                for (String name : List.of(at.base().getAuthority(), at.base().toString())) {
                    String auth = all.path(name).path("auth").asText();
                    if (auth.matches("[A-Za-z0-9+/=]+")) {
                        return auth;
                    }
                }
            } catch (IOException e) {
                // a file that is broken tells nothing
            }
        }
        return null;
    }
}
