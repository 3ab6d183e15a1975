package io.headwater.runtime.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Host;
import io.headwater.exchange.Item;
import io.headwater.exchange.TemporaryFailure;
import io.headwater.flow.Fate;
import io.headwater.runtime.Failure;
import io.headwater.uplink.OutboxException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/** Tells a program that pushes over HTTP what became of its request: 202 when it may forget it, since its fate is durable; 429 or 503 when it is to
 *  send it again; 400 when that would be of no use. A route that sets {@code CamelHttpResponseCode}, or lets the item pass to its end, answers by itself.
 *  <p>Threading: safe.
 *  <p>Source: RFC 9110 (202, 400, 500, 503, Retry-After), RFC 6585 (429), RFC 9457 (what a failure looks like). */
public final class HttpAnswers extends RoutePolicySupport implements RoutePolicyFactory {
    static final String RETRY_AFTER = "Retry-After";
    static final String RETRY_SECONDS = "5";
    private static final String PROBLEM = "application/problem+json";
    private static final int ACCEPTED = 202;
    private static final int WRONG = 400;
    static final int TOO_MANY = 429;
    private static final int FAILED = 500;
    private static final int AWAY = 503;

    private final Host host;
    private final Set<String> paths = ConcurrentHashMap.newKeySet();

    public HttpAnswers(Host host) {
        this.host = host;
    }

    /** Makes every route of a Camel context that begins at {@code platform-http} answer so; before its first route is added, and after what looks
     *  at failures. */
    public HttpAnswers install(CamelContext context) {
        context.addRoutePolicyFactory(this);
        return this;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String route, NamedNode definition) {
        return this;
    }

    /** Whether a route takes what is sent to a path of this box, in whole or in part. */
    boolean isTaken(String path) {
        return paths.stream().anyMatch(taken -> path.equals(taken) || path.startsWith(taken + "/"));
    }

    @Override
    public void onStart(Route route) {
        if (route.getEndpoint() instanceof PlatformHttpEndpoint endpoint) {
            paths.add(path(endpoint));
        }
    }

    @Override
    public void onStop(Route route) {
        if (route.getEndpoint() instanceof PlatformHttpEndpoint endpoint) {
            paths.remove(path(endpoint));
        }
    }

    /** Up to the first part of it that is a parameter. */
    private static String path(PlatformHttpEndpoint endpoint) {
        String path = endpoint.getPath().startsWith("/") ? endpoint.getPath() : "/" + endpoint.getPath();
        int parameter = path.indexOf('{');
        String fixed = parameter < 0 ? path : path.substring(0, parameter);
        return fixed.endsWith("/") ? fixed.substring(0, fixed.length() - 1) : fixed;
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        // a copy, or a route that this one sends to, answers nobody
        if (!(exchange.getFromEndpoint() instanceof PlatformHttpEndpoint) || !route.getRouteId().equals(exchange.getFromRouteId())
                || exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE) != null) {
            return;
        }
        Throwable failure = exchange.getException();
        if (failure != null) {
            Item.of(exchange).failedBetweenSteps(host.ledger(), failure);
            exchange.setException(null); // Camel would answer 500, and nothing else
            refuse(exchange.getMessage(), failure);
        } else if (isKept(Item.of(exchange).lastFate())) {
            answer(exchange.getMessage(), ACCEPTED, null);
        }
    }

    private static boolean isKept(@Nullable Fate fate) {
        return fate != null && !(fate instanceof Fate.Passed) && !(fate instanceof Fate.Failed);
    }

    private static void refuse(Message message, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemporaryFailure) {
                answerLater(message, TOO_MANY, "this box has no room for it now: " + cause.getMessage());
                return;
            } else if (cause instanceof OutboxException) {
                answerLater(message, AWAY, "this box cannot keep it now");
                return;
            } else if (cause instanceof TypeConversionException || cause instanceof InvalidPayloadException) {
                answer(message, WRONG, problem(WRONG, "what was sent cannot be read: " + Failure.text(cause)));
                return;
            }
        }
        answer(message, FAILED, problem(FAILED, "the route that takes it failed; the log of the box says why"));
    }

    private static void answerLater(Message message, int status, String why) {
        answer(message, status, problem(status, why));
        message.setHeader(RETRY_AFTER, RETRY_SECONDS);
    }

    /** No header of the request goes back. */
    private static void answer(Message message, int status, @Nullable String body) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setBody(body);
        if (body != null) {
            message.setHeader(Exchange.CONTENT_TYPE, PROBLEM);
        }
    }

    /** What is wrong with a request, as a program and a person can read it. */
    static String problem(int status, String why) {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "about:blank").put("title", title(status)).put("status", status).put("detail", why);
        return problem.toString();
    }

    private static String title(int status) {
        return switch (status) {
            case WRONG -> "Bad Request";
            case TOO_MANY -> "Too Many Requests";
            case AWAY -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
