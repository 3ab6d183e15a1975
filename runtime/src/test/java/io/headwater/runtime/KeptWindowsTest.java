package io.headwater.runtime;

import static io.headwater.runtime.ReadingsPusher.push;
import static io.headwater.runtime.ReadingsPusher.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.headwater.contract.Routes;
import io.headwater.exchange.FlowConverter;
import io.headwater.exchange.Item;
import io.headwater.exchange.StateStore;
import io.headwater.flow.Book;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxReader;
import io.headwater.uplink.Shelf;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code summarize} on the outbox's file: what a source was told is safe is in the windows, whatever kills the process. */
class KeptWindowsTest {
    private static final int CUTS = 4;
    private static final int SOURCES = 3;
    private static final long SEED = 20260131;
    private static final int FAR = 1_000_000;

    @TempDir
    Path state;

    @Test
    void everyItemIsInAWindowOnceHoweverOftenTheProcessIsKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] next = new int[SOURCES];
        for (int cut = 0; cut < CUTS; cut++) {
            runAndKill(next, 50 + random.nextInt(500));
        }
        try (Routes routes = Routes.builder().state(state).yaml(ReadingsPusher.ROUTE)) {
            for (int source = 0; source < SOURCES; source++) {
                for (int i = Math.max(0, next[source] - 100); i <= next[source]; i++) { // its source is not sure, and gives them again
                    assertThat(push(routes, source, i).getException()).isNull();
                }
                assertThat(push(routes, source, FAR).getException()).isNull();
            }
            routes.stopRoutes();
            assertThat(routes.ledger().check()).isEmpty();
        }
        Map<String, Long> items = new HashMap<>();
        double[] sums = new double[SOURCES];
        for (Summary window : windows(state)) {
            if (window.start().isBefore(readings(0, FAR).origin().eventTime())) {
                items.merge(window.key() + " " + window.start(), window.frames(), Long::sum);
                sums[Integer.parseInt(window.key().substring("source".length()))] += window.perFrame().get("temperature").sum();
            }
        }
        Map<String, Long> expected = new HashMap<>();
        for (int source = 0; source < SOURCES; source++) {
            for (int i = 0; i <= next[source]; i++) {
                Instant at = readings(source, i).origin().eventTime();
                expected.merge("source" + source + " " + at.truncatedTo(ChronoUnit.SECONDS), 1L, Long::sum);
            }
            assertThat(sums[source]).isEqualTo(next[source] * (next[source] + 1.0) / 2);
        }
        assertThat(items).isEqualTo(expected).hasSizeGreaterThan(SOURCES * CUTS);
    }

    /** Moves {@code next} behind what was acknowledged. */
    private void runAndKill(int[] next, int afterLines) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"), ReadingsPusher.class.getName(), state.toString()));
        for (int from : next) {
            command.add(Integer.toString(from));
        }
        Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        int lines = 0;
        try (BufferedReader reader = child.inputReader()) {
            String line;
            while ((line = reader.readLine()) != null) {
                if (++lines == afterLines) {
                    child.toHandle().destroyForcibly(); // SIGKILL; what it had said by then is read to its end
                }
                String[] said = line.split(" ");
                if (said.length == 2 && line.matches("\\d \\d+")) {
                    int source = Integer.parseInt(said[0]);
                    next[source] = Math.max(next[source], Integer.parseInt(said[1]) + 1);
                }
            }
        }
        assertThat(child.waitFor()).as("killed, not ended by itself").isEqualTo(137);
        assertThat(lines).isGreaterThanOrEqualTo(afterLines);
    }

    private static List<Summary> windows(Path state) {
        List<Summary> all = new ArrayList<>();
        try (OutboxReader outbox = OutboxReader.open(state)) {
            long last = 0;
            List<OutboxReader.Stored> page;
            while (!(page = outbox.after(Shelf.WAITING, null, last, 500)).isEmpty()) {
                page.forEach(record -> all.add(FlowConverter.toSummary(record.payload())));
                last = page.getLast().sequence();
            }
        }
        return all;
    }

    @Test
    void isDoneWithAnItemOnlyWhenItsWindowIsOnDisk() throws Exception {
        try (Routes routes = Routes.builder().state(state).yaml(ReadingsPusher.ROUTE)) {
            assertThat(push(routes, 0, 0).getException()).isNull();
            List<CompletableFuture<Exchange>> asked = new ArrayList<>();
            try (HeldWriter held = HeldWriter.of(routes)) {
                AsyncProducer producer = routes.context().getEndpoint("direct:in").createAsyncProducer();
                producer.start();
                for (int i = 1; i <= 200; i++) { // by one thread, which waits for none of them
                    Exchange exchange = new DefaultExchange(routes.context(), ExchangePattern.InOnly);
                    exchange.getIn().setBody(readings(0, i % 40));
                    CompletableFuture<Exchange> done = new CompletableFuture<>();
                    assertThat(producer.process(exchange, sync -> done.complete(exchange))).isFalse();
                    asked.add(done);
                }
                assertThat(book(routes).inFlight()).isEqualTo(200);
                assertThat(asked).noneMatch(CompletableFuture::isDone);
                assertThat(book(routes).absorbed()).isEqualTo(1);
            }
            for (CompletableFuture<Exchange> one : asked) {
                assertThat(one.get(10, TimeUnit.SECONDS).getException()).isNull();
            }
            assertThat(book(routes).absorbed()).isEqualTo(201);
            assertThat(routes.ledger().check()).isEmpty();
        }
    }

    /** Another step that keeps the writer of the outbox busy, before its commit, until it is closed. */
    private record HeldWriter(CountDownLatch begun, CountDownLatch goOn) implements StateStore.Changes, AutoCloseable {
        static HeldWriter of(Routes routes) throws InterruptedException {
            HeldWriter held = new HeldWriter(new CountDownLatch(1), new CountDownLatch(1));
            Outbox.of(routes.context()).states().save(held);
            held.begun.await();
            return held;
        }

        @Override
        public String owner() {
            return "other/sum";
        }

        @Override
        public Map<String, Optional<byte[]>> take() {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Map.of();
        }

        @Override
        public void kept() {}

        @Override
        public void notKept() {}

        @Override
        public void close() {
            goOn.countDown();
        }
    }

    private static Book book(Routes routes) {
        return routes.ledger().books().stream().filter(b -> b.step().equals("sum")).findFirst().orElseThrow();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + state.resolve("outbox.db"));
    }

    @Test
    void putsLiveWindowsOnDiskByItselfAndMakesThemWaitForNothing() throws Exception {
        Instant now = Instant.now();
        try (Routes routes = Routes.builder().state(state).yaml(ReadingsPusher.ROUTE.replace("window: 1s", "window: 1h"))) {
            Exchange exchange = new DefaultExchange(routes.context(), ExchangePattern.InOnly);
            Readings old = readings(0, 1);
            exchange.getIn().setBody(new Readings(new Origin("camera", 0, 0, now, now), old.series(), old.seriesOf(), old.eventTimes(), old.values(), old.quality()));
            Item.of(exchange).unacknowledged();
            try (HeldWriter held = HeldWriter.of(routes)) {
                routes.context().createProducerTemplate().send("direct:in", exchange);
                assertThat(book(routes).absorbed()).isEqualTo(1);
            }
            Routes.await("it is on disk", () -> rows("SELECT key FROM state").contains("key/camera"));
            Path killed = imageOfAKill();
            try (Routes again = Routes.builder().state(killed).yaml(ReadingsPusher.ROUTE.replace("window: 1s", "window: 1h"))) {
                again.stopRoutes();
                assertThat(again.ledger().check()).isEmpty();
            }
            assertThat(windows(killed)).extracting(Summary::key, Summary::frames, Summary::partial).containsExactly(tuple("camera", 1L, true));
        }
    }

    /** What a SIGKILL now would leave, in a folder of its own. */
    private Path imageOfAKill() throws IOException {
        Path image = Files.createDirectories(state.resolve("killed"));
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith("-shm")).toList()) {
                Files.copy(file, image.resolve(file.getFileName()));
            }
        }
        return image;
    }

    private List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        try (Connection db = connect(); Statement s = db.createStatement(); ResultSet r = s.executeQuery(query)) {
            while (r.next()) {
                rows.add(r.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    @Test
    void goesOnWithoutAKeyThatTheDiskHasChanged() throws Exception {
        Path killed;
        try (Routes routes = Routes.builder().state(state).yaml(ReadingsPusher.ROUTE)) {
            push(routes, 0, 0);
            push(routes, 1, 0);
            killed = imageOfAKill();
        }
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + killed.resolve("outbox.db")); Statement s = db.createStatement()) {
            assertThat(s.executeUpdate("UPDATE state SET value = zeroblob(length(value)) WHERE key = 'key/source0'")).isEqualTo(1);
        }
        try (Routes again = Routes.builder().state(killed).yaml(ReadingsPusher.ROUTE)) {
            again.stopRoutes();
            assertThat(again.ledger().check()).isEmpty();
        }
        assertThat(windows(killed)).extracting(Summary::key).containsExactly("source1");
    }

    @Test
    void handsOnAgainAfterAKillWhatTheRestOfTheRouteDidNotTake() throws Exception {
        Path killed;
        String route = ReadingsPusher.ROUTE.replace("uri: uplink", "uri: mock").replace("channel: summaries", "name: out");
        try (Routes routes = Routes.builder().state(state).yaml(route)) {
            routes.whenAt("out", body -> {
                throw new IOException("not now");
            });
            push(routes, 0, 0);
            push(routes, 0, ReadingsPusher.A_WINDOW);
            assertThat(routes.received("out")).hasSize(1);
            killed = imageOfAKill();
        }
        try (Routes again = Routes.builder().state(killed).yaml(route)) {
            Routes.await("it comes again", () -> !again.received("out").isEmpty());
            assertThat(again.received("out", Summary.class)).extracting(Summary::id).containsExactly("site/sum/source0/2026-01-01T00:00:00Z/PT1S/0");
            assertThat(again.ledger().check()).isEmpty();
        }
    }
}
