package io.headwater.uplink;

import io.headwater.exchange.Host;
import io.headwater.exchange.StateStore;
import io.headwater.flow.Account;
import io.headwater.flow.Ledger;
import io.headwater.flow.Unit;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps records on disk until the broker has acknowledged them. One file, {@code outbox.db} in the state folder, holds all
 *  lanes; a person can open it with {@code sqlite3} while it is in use.
 *  <p>What {@link #append} has answered with {@link Receipt.Kept} survives a power cut. What is not acknowledged is offered
 *  again after a restart, under the same id: at least once; or once, of lanes that are sent {@link ExactlyOnce exactly once}.
 *  <p>Threading: safe. One thread writes for all, in group commits.
 *  <p>Errors: {@link OutboxException}, which says what to do. */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int UNTRIED = 4;
    private static final int CHUNK = 512;
    private static final long CHUNK_BYTES = 256 << 10;
    private static final int MAX_WAITING = 8192;
    private static final Duration END = Duration.ofSeconds(10);

    private final Settings settings;
    private final Ledger ledger;
    private final OutboxFile file;
    private final Lanes lanes;
    private final Policies policies;
    private final Inbox inbox;
    private final OutboxPublisher publisher;
    private final Delivery delivery;
    private final Figures figures = new Figures();
    private final Thread thread;
    private final Arrivals arrivals = new Arrivals();
    private final ExactlyOnce exactlyOnce;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Outbox(Settings settings, Ledger ledger, OutboxFile file) throws SQLException {
        this.settings = settings;
        this.ledger = ledger;
        this.file = file;
        this.lanes = new Lanes(file, ledger);
        this.inbox = new Inbox(MAX_WAITING, settings.walBytes() / 2);
        this.publisher = new OutboxPublisher(inbox::wake);
        this.policies = new Policies(file.db());
        this.delivery = new Delivery(settings, publisher, new Answers(inbox), policies, lanes, file.name().hashCode());
        this.exactlyOnce = new ExactlyOnce(this, policies, arrivals);
        lanes.damaged(file.damaged());
        try (Tables tables = Tables.open(file.db(), settings)) {
            figures.rows(tables.records().oldest(), tables.dead().count());
        }
        file.db().commit(); // ends the reads
        tellMissing(file.missing());
        this.thread = Thread.ofPlatform().name("uplink/outbox").daemon(true)
                .start(new Writer(settings, file, lanes, policies, inbox, delivery, figures, arrivals));
    }

    /** The outbox of a Camel context; opened on first use, closed with its {@link Host}. */
    public static Outbox of(CamelContext context) {
        return Host.of(context).shared(Outbox.class, host -> {
            Settings settings = Settings.in(host.state()).clock(host.clock()).untried(UNTRIED);
            String most = property(context, Settings.MAX_BYTES);
            if (most != null) {
                settings = settings.maxBytes(ByteSize.parse(Settings.MAX_BYTES, most));
            }
            String largest = property(context, Settings.MAX_RECORD_BYTES);
            if (largest != null) {
                settings = settings.maxRecordBytes(Math.toIntExact(ByteSize.parse(Settings.MAX_RECORD_BYTES, largest)));
            }
            return open(settings, host.ledger());
        });
    }

    /** The outbox of a state folder whose process is dead, for a person to change.
     *  <p>Errors: {@link OutboxException}, also when a process has it open. */
    public static Outbox ofFolder(Path state) {
        return open(Settings.in(state), new Ledger());
    }

    /** Whether a process has the outbox of this state folder open. */
    public static boolean isInUse(Path state) {
        return HighWaterMark.isHeld(state.resolve("outbox.mark"));
    }

    private static @Nullable String property(CamelContext context, String key) {
        return context.getPropertiesComponent().resolveProperty(key).filter(v -> !v.isBlank()).orElse(null);
    }

    /** The outbox of a state folder, without a route around it.
     *
     *  @param maxBytes quota of database and write-ahead log together, in bytes */
    public static Outbox in(Path state, long maxBytes, Ledger ledger) {
        return open(Settings.in(state).maxBytes(maxBytes), ledger);
    }

    static Outbox open(Settings settings, Ledger ledger) {
        OutboxFile file = OutboxFile.open(settings);
        try {
            return new Outbox(settings, ledger, file);
        } catch (SQLException e) {
            file.close();
            throw new OutboxException("outbox " + settings.file() + " cannot be read: " + e.getMessage()
                    + ": check its disk", e);
        }
    }

    private void tellMissing(long lost) {
        if (lost == 0) {
            return;
        }
        Seldom.OUTBOX.warn("outbox {}: the disk has lost the last {} records that were committed before the restart", file.path(), lost);
        Account account = ledger.account(Lanes.ROUTE, "(unknown lane)", Lanes.KIND, Unit.RECORDS);
        for (long i = 0; i < lost; i++) {
            account.entered();
            account.settle(Lanes.MISSING);
            account.left();
        }
    }

    /** Says that a lane will be used, and how, so that it is in the ledger before its first record. */
    void announce(String lane, LanePolicy policy) {
        boolean was = policies.of(lane).exactlyOnce();
        policies.set(lane, policy);
        if (was && !policy.exactlyOnce()) {
            inbox.errand(new Inbox.Errand(new NextBatch(lane, -1, List.of(), 0, new ExactlyOnce.Made()), new CompletableFuture<>()));
        }
        ledger.account(Lanes.ROUTE, lane, Lanes.KIND, Unit.RECORDS);
    }

    /** Keeps a record; returns when it is on disk, or refused. Waits for its group commit, and before that for room when
     *  more records come than the disk takes.
     *  <p>Errors: {@link OutboxException} when the disk fails or the outbox is closed: then nobody knows of the record. */
    public Receipt append(Draft record) throws InterruptedException {
        return append(List.of(record)).getFirst();
    }

    /** As {@link #append(Draft)}, but waits for room alone; the receipt comes on a thread of the outbox, which has time for no more than a moment. */
    CompletionStage<Receipt> appendLater(Draft record) throws InterruptedException {
        Inbox.Appending one = Inbox.Appending.of(List.of(record));
        if (!inbox.append(one)) {
            throw new OutboxException("outbox " + file.path() + " is closed", null);
        }
        return one.done().thenApply(List::getFirst);
    }

    /** Keeps records, with one wait for all; the answers are in the order of the records. Each stands for itself: after a crash
     *  in the middle some may be there. */
    public List<Receipt> append(List<Draft> records) throws InterruptedException {
        List<Inbox.Appending> parts = new ArrayList<>(1 + records.size() / CHUNK);
        int next;
        for (int from = 0; from < records.size(); from = next) {
            next = from + 1;
            for (long bytes = records.get(from).weight(); next < records.size() && next < from + CHUNK && bytes < CHUNK_BYTES; next++) {
                bytes += records.get(next).weight();
            }
            Inbox.Appending part = Inbox.Appending.of(List.copyOf(records.subList(from, next)));
            if (!inbox.append(part)) {
                throw new OutboxException("outbox " + file.path() + " is closed", null);
            }
            parts.add(part);
        }
        List<Receipt> receipts = new ArrayList<>(records.size());
        for (Inbox.Appending part : parts) {
            receipts.addAll(answer(part.done()));
        }
        return receipts;
    }

    /** The records, oldest first, for one subscriber at a time, on demand. Each is to be answered; see {@link OutboxRecord}.
     *  A subscription ends by its cancel or the outbox's close; the next one begins with the oldest unacknowledged record. */
    public Flow.Publisher<OutboxRecord> publisher() {
        return publisher;
    }

    /** The batches of those lanes that are sent exactly once; {@link #publisher} does not give them. */
    public ExactlyOnce exactlyOnce() {
        return exactlyOnce;
    }

    String name() {
        return file.name();
    }

    /** Has the dead letters of one lane, or of all when it is null, wait for the broker again, under their ids; how many. It may
     *  be fewer than there are when the outbox has no room for more.
     *  <p>Errors: {@link OutboxException} when the disk fails or the outbox is closed. */
    public long replay(@Nullable String lane) throws InterruptedException {
        return repeat(chores -> chores.replay(lane, CHUNK));
    }

    /** Takes records out for good: of one lane, or of all when it is null; how many. What is in flight stays, since the broker may have it.
     *  <p>Errors: {@link OutboxException} when the disk fails or the outbox is closed. */
    public long purge(Shelf shelf, @Nullable String lane) throws InterruptedException {
        return repeat(switch (shelf) {
            case WAITING -> new Chores.Purge(lane, CHUNK);
            case DEAD -> chores -> chores.purgeDead(lane, CHUNK);
            case DAMAGED -> chores -> chores.purgeDamaged(lane, CHUNK);
        });
    }

    /** Short transactions, until one does nothing. */
    private long repeat(Inbox.Errand.Work work) throws InterruptedException {
        long all = 0;
        while (true) {
            int some = run(work);
            if (some == 0) {
                return all;
            }
            all += some;
        }
    }

    int run(Inbox.Errand.Work work) throws InterruptedException {
        Inbox.Errand errand = new Inbox.Errand(work, new CompletableFuture<>());
        if (!inbox.errand(errand)) {
            throw new OutboxException("outbox " + file.path() + " is closed", null);
        }
        return answer(errand.done());
    }

    /** Keeps what steps know, in the same commits as records. */
    public StateStore states() {
        return new States();
    }

    private final class States implements StateStore {
        @Override
        public Map<String, byte[]> load(String owner) throws InterruptedException {
            AtomicReference<StateTable.Found> found = new AtomicReference<>();
            run(chores -> {
                found.set(chores.tables().state().load(owner, Draft.micros(settings.clock().instant())));
                return 0;
            });
            found.get().damaged().forEach(key -> LOG.warn("{} of {} in outbox {} was changed on the disk; it is set aside in the table state_damaged, the rest goes on",
                    key, owner, file.path()));
            return found.get().sound();
        }

        @Override
        public CompletionStage<Void> save(Changes changes) {
            CompletableFuture<Void> asked = inbox.save(changes);
            return asked == null ? CompletableFuture.failedFuture(new OutboxException("outbox " + file.path() + " is closed", null)) : asked;
        }
    }

    private static <T> T answer(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new OutboxException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    /** Records that wait for room, their callers with them. */
    int held() {
        return inbox.heldRecords();
    }

    /** The figures now. */
    public OutboxState state() {
        long oldest = figures.oldest();
        long now = Draft.micros(settings.clock().instant());
        return new OutboxState(lanes.published().lanes().stream().map(OutboxBooks.Book::stored).toList(), delivery.calm().inFlight(), figures.rejected(), figures.duplicates(), figures.refused(), file.missingEver(),
                figures.deadLetters(), figures.commits(), file.bytes(), settings.maxBytes(), oldest < 0 ? null : Duration.ofNanos(Math.max(0, now - oldest) * 1000),
                publisher.current() != null, figures.trouble());
    }

    /** What became of every record since the file was made, as of the last commit; nothing is counted in the file. */
    public OutboxBooks books() {
        return lanes.published();
    }

    /** Offers nothing more, and waits until all that is in flight has been answered, so that a clean stop makes no duplicates.
     *  Records are still kept. True when all was answered in time. */
    public boolean stopOffering(Duration atMost) throws InterruptedException {
        delivery.calm().want();
        inbox.wake();
        return delivery.calm().await(atMost);
    }

    /** Takes nothing more, commits what waits, completes the subscriber, and closes the file. What is not acknowledged stays. */
    @Override
    public void close() throws InterruptedException, SQLException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        inbox.close();
        publisher.close();
        if (!thread.join(END)) {
            thread.interrupt();
            thread.join(END);
        }
        lanes.close();
        file.close();
    }

    /** Hands answers to the writer. */
    private record Answers(Inbox inbox) implements OutboxRecord.Answers {
        @Override
        public void acknowledged(OutboxRecord record) {
            inbox.acknowledged(record);
        }

        @Override
        public void rejected(OutboxRecord record, Throwable reason) {
            inbox.rejected(new Inbox.Rejection(record, reason, false));
        }

        @Override
        public void undeliverable(OutboxRecord record, Throwable reason) {
            inbox.rejected(new Inbox.Rejection(record, reason, true));
        }
    }
}
