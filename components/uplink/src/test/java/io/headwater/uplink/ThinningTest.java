package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Book;
import io.headwater.flow.Covered;
import io.headwater.flow.Distribution;
import io.headwater.flow.Ledger;
import io.headwater.flow.ModelId;
import io.headwater.flow.Priority;
import io.headwater.flow.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A week without a line costs resolution, not knowledge. */
class ThinningTest {
    private static final long QUOTA = 8L << 20;
    private static final Instant MONDAY = Instant.parse("2026-01-26T00:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final LanePolicy THIN = new LanePolicy(Priority.NORMAL, null, OfferOrder.OLDEST_FIRST, WhenFull.THIN);

    @TempDir
    Path folder;
    private final Ledger ledger = new Ledger();
    private final AtomicReference<Instant> now = new AtomicReference<>(MONDAY);

    private Outbox open() {
        return Outbox.open(Settings.in(folder).maxBytes(QUOTA).clock(now::get), ledger);
    }

    private static Summary window(Instant start, String key, @Nullable ModelId model, int people, int frames) {
        Map<String, Distribution> perFrame = new TreeMap<>();
        Distribution d = new Distribution();
        d.add(people, frames);
        perFrame.put("person", d);
        BitSet seen = new BitSet();
        seen.set(0, 1 + people % 10);
        return new Summary("crossing", "sum", key, start, WINDOW, 0, false, frames, Summary.SLOTS_A_WINDOW, seen, perFrame, model);
    }

    private static Draft draft(Summary s) {
        return new Draft("summaries", "summaries", "box", "box/crossing/sum", "box/" + s.id(), "io.headwater.summary.v1", "application/json", s.key(), s.start(),
                FlowConverter.toBytes(s));
    }

    /** The windows that a summary says it stands for, by their ids. */
    private static List<String> covered(Summary s) {
        List<String> ids = new ArrayList<>();
        List<Covered> parts = s.covers().isEmpty() ? List.of(new Covered(s.start(), s.length(), 1, s.revision())) : s.covers();
        for (Covered part : parts) {
            for (int i = 0; i < part.windows(); i++) {
                ids.add(s.route() + "/" + s.step() + "/" + s.key() + "/" + part.start().plus(part.length().multipliedBy(i)) + "/" + part.length() + "/" + part.revision());
            }
        }
        return ids;
    }

    /** What adds up over windows, by key. */
    private static final class Totals {
        private long frames;
        private double people;
        private long slotsSeen;
        private double most;

        private void add(Summary s) {
            frames += s.frames();
            slotsSeen += s.seen().cardinality();
            Distribution person = s.perFrame().get("person");
            people += person.sum();
            most = Math.max(most, person.max());
            assertThat(person.count()).isEqualTo(s.frames());
        }

        private List<Number> figures() {
            return List.of(frames, people, slotsSeen, most);
        }
    }

    @Test
    void aWeekOfflineCostsResolutionNotKnowledge() throws Exception {
        SplittableRandom random = new SplittableRandom(20260126);
        ModelId model = new ModelId("people", "1.0.0", "a".repeat(64));
        Map<String, Totals> fed = new HashMap<>();
        Set<String> ids = new HashSet<>();
        long bytes = 0;
        int windows = (int) (Duration.ofDays(7).toSeconds() / WINDOW.toSeconds());
        try (Outbox outbox = open()) {
            outbox.announce("summaries", THIN);
            List<Draft> some = new ArrayList<>();
            for (int n = 0; n < windows; n++) {
                Instant start = MONDAY.plus(WINDOW.multipliedBy(n));
                now.set(start.plus(WINDOW));
                Summary s = window(start, "cam", model, random.nextInt(40), 40 + random.nextInt(60));
                fed.computeIfAbsent(s.key(), k -> new Totals()).add(s);
                ids.add(s.id());
                Draft draft = draft(s);
                bytes += draft.payload().length;
                some.add(draft);
                if (some.size() == 100 || n == windows - 1) {
                    assertThat(outbox.append(some)).as("windows up to %s", start).hasOnlyElementsOfType(Receipt.Kept.class);
                    assertThat(outbox.state().bytes()).isLessThanOrEqualTo(QUOTA);
                    some.clear();
                }
            }
            assertThat(bytes).as("five times the quota").isGreaterThan(5 * QUOTA);
            OutboxState.Lane lane = outbox.state().lanes().getFirst();
            assertThat(lane).returns((long) windows, OutboxState.Lane::stored).returns(0L, OutboxState.Lane::oldest);
            assertThat(lane.thinned() + lane.waiting()).isEqualTo(windows);
        }
        assertThat(deliver(fed, ids)).as("three levels, and what was not thinned yet")
                .contains(WINDOW, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));
    }

    /** Takes everything after a restart: the totals are those that were fed in, and every window is told once. The lengths that came. */
    private Set<Duration> deliver(Map<String, Totals> fed, Set<String> ids) throws Exception {
        Map<String, Totals> arrived = new HashMap<>();
        List<String> told = new ArrayList<>();
        Set<Duration> lengths = new HashSet<>();
        try (Outbox outbox = open()) {
            int waiting = (int) outbox.state().waiting();
            Taker taker = Taker.of(outbox);
            List<OutboxRecord> records = new ArrayList<>();
            while (records.size() < waiting) {
                List<OutboxRecord> some = taker.take(Math.min(500, waiting - records.size()));
                some.forEach(OutboxRecord::acknowledged);
                records.addAll(some);
            }
            assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
            assertThat(outbox.state()).returns(0L, OutboxState::waiting).returns(0L, OutboxState::damaged).returns((long) waiting, OutboxState::acknowledged);
            for (OutboxRecord record : records) {
                Summary s = FlowConverter.toSummary(record.payload());
                assertThat(record.id()).isEqualTo("box/" + s.id());
                assertThat(record.eventTime()).isEqualTo(s.start());
                lengths.add(s.length());
                arrived.computeIfAbsent(s.key(), k -> new Totals()).add(s);
                told.addAll(covered(s));
            }
        }
        assertThat(told).doesNotHaveDuplicates().hasSameSizeAs(ids);
        assertThat(new HashSet<>(told)).isEqualTo(ids);
        assertThat(arrived.keySet()).isEqualTo(fed.keySet());
        fed.forEach((key, totals) -> assertThat(arrived.get(key).figures()).as(key).isEqualTo(totals.figures()));
        Book book = ledger.books().stream().filter(b -> b.step().equals("summaries")).findFirst().orElseThrow();
        assertThat(book.difference()).isZero();
        assertThat(ledger.checkAtRest()).isEmpty();
        return lengths;
    }

    @Test
    void mergesNeitherAcrossGapsNorKeysNorModels() throws Exception {
        ModelId old = new ModelId("people", "1.0.0", "a".repeat(64));
        ModelId young = new ModelId("people", "1.1.0", "b".repeat(64));
        Map<String, Totals> fed = new HashMap<>();
        Set<String> ids = new HashSet<>();
        SplittableRandom random = new SplittableRandom(3);
        int n = 0;
        try (Outbox outbox = open()) {
            outbox.announce("summaries", THIN);
            for (; outbox.state().thinned() < 6000; n++) {
                Instant start = MONDAY.plus(WINDOW.multipliedBy(n));
                if (n % 25 == 7) {
                    continue; // the source was away
                }
                List<Draft> drafts = new ArrayList<>();
                for (String key : List.of("cam", "door")) {
                    Summary s = window(start, key, n % 100 < 33 ? old : young, random.nextInt(9), 50);
                    fed.computeIfAbsent(key, k -> new Totals()).add(s);
                    ids.add(s.id());
                    drafts.add(draft(s));
                }
                assertThat(outbox.append(drafts)).hasOnlyElementsOfType(Receipt.Kept.class);
            }
        }
        deliver(fed, ids);
    }

    @Test
    void leavesAloneWhatWasEverOffered() throws Exception {
        Set<String> offered = new HashSet<>();
        try (Outbox outbox = open()) {
            outbox.announce("summaries", THIN);
            int n = 0;
            for (; n < 60; n++) {
                outbox.append(draft(window(MONDAY.plus(WINDOW.multipliedBy(n)), "cam", null, 1, 1)));
            }
            Taker taker = Taker.of(outbox);
            taker.take(60).forEach(r -> offered.add(r.id()));
            for (; outbox.state().thinned() < 500; n++) {
                outbox.append(draft(window(MONDAY.plus(WINDOW.multipliedBy(n)), "cam", null, 1, 1)));
            }
        }
        try (Outbox outbox = open()) {
            assertThat(Taker.of(outbox).take(60)).extracting(OutboxRecord::id).containsExactlyInAnyOrderElementsOf(offered);
        }
    }

    @Test
    void givesUpTheOldestWhenNothingCanBeThinnedAnyMore() throws Exception {
        try (Outbox outbox = open()) {
            outbox.announce("summaries", THIN);
            SplittableRandom random = new SplittableRandom(1);
            byte[] payload = new byte[20_000];
            for (int n = 0; n < 1000; n++) {
                random.nextBytes(payload);
                assertThat(outbox.append(Records.draft("summaries", "r" + n, payload.clone()))).isInstanceOf(Receipt.Kept.class);
            }
            OutboxState.Lane lane = outbox.state().lanes().getFirst();
            assertThat(lane.oldest()).isPositive();
            assertThat(lane.oldest() + lane.waiting()).isEqualTo(1000);
            assertThat(Taker.of(outbox).take(1)).extracting(OutboxRecord::id).containsExactly("r" + lane.oldest());
        }
        assertThat(ledger.books().getFirst().dropped()).containsOnlyKeys("oldest");
    }
}
