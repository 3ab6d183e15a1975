package io.headwater.runtime.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets no more requests to the routes in at once than may be worked on or wait for it; the others are told to come again, before anything of them is
 *  read. So the memory that they take is bounded, whatever is sent.
 *  <p>Threading: safe. */
public final class HttpDoor implements Handler<RoutingContext> {
    private final int most;
    private final Supplier<@Nullable HttpAnswers> answers;
    private final AtomicInteger inside = new AtomicInteger();
    private final Runnable refused;

    /** @param most requests at once
     *  @param answers null until there are routes
     *  @param refused is told of each that is not let in */
    public HttpDoor(int most, Supplier<@Nullable HttpAnswers> answers, Runnable refused) {
        this.most = most;
        this.answers = answers;
        this.refused = refused;
    }

    @Override
    public void handle(RoutingContext request) {
        HttpAnswers routes = answers.get();
        if (routes == null || !routes.isTaken(request.normalizedPath())) {
            request.next();
        } else if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            refused.run();
            if (request.request().version() != HttpVersion.HTTP_2) {
                request.response().putHeader("Connection", "close"); // so that the rest of it need not be read
            }
            request.response().setStatusCode(HttpAnswers.TOO_MANY).putHeader(HttpAnswers.RETRY_AFTER, HttpAnswers.RETRY_SECONDS).putHeader("Content-Type", "application/problem+json")
                    .end(HttpAnswers.problem(HttpAnswers.TOO_MANY, "this box works on " + most + " requests at once, and has as many"));
        } else {
            request.addEndHandler(ended -> inside.decrementAndGet());
            request.next();
        }
    }
}
