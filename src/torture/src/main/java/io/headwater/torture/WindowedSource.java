package io.headwater.torture;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Posts readings of several sensors, each under an id, in the order of their event time, for the box to sum up in windows. When it
 *  ends, each sensor gives one more from hours later, by which its last window closes. */
final class WindowedSource extends PushSource {
    static final Duration WINDOW = Duration.ofSeconds(2);
    /** Long enough ago that the box takes them for a recording; a topic keeps records of a week. */
    private static final Instant START = Instant.now().minus(Duration.ofHours(20)).truncatedTo(ChronoUnit.HOURS);
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofHours(19);

    WindowedSource(URI target) {
        super("windows", target, true);
    }

    /** When the item happened, of those that are counted. */
    static Instant at(int item) {
        return START.plus(STEP.multipliedBy(item));
    }

    /** When what only closes the other windows happened. */
    static Instant end() {
        return START.plus(LATER);
    }

    /** Whether a window holds what only closes the others. */
    static boolean isAfterTheEnd(Instant start) {
        return !start.isBefore(end());
    }

    @Override
    HttpRequest.Builder request(String client, int item) {
        return post(client, item, at(item));
    }

    @Override
    void ends(String client, int items) throws InterruptedException {
        untilAccepted(named(client + "end", post(client, items, end())));
    }

    private HttpRequest.Builder post(String client, int item, Instant at) {
        String json = """
                {"schema":"io.headwater.readings/1","origin":{"source":"%s","epoch":0,"sequence":%d,"eventTime":"%s","arrivalTime":"%s"},\
                "series":[{"name":"item","unit":"1"}],"seriesOf":[0],"eventTimes":["%s"],"values":[%d]}""".formatted(client, item, at, Instant.now(), at, item);
        return HttpRequest.newBuilder(target()).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Delivered delivered(String bootstrap) {
        return new DeliveredWindows(bootstrap, "from-" + name());
    }
}
