package io.headwater.exchange;

import io.headwater.flow.Account;
import io.headwater.flow.BoundedQueue;
import io.headwater.flow.Fate;
import io.headwater.flow.FramePool;
import io.headwater.flow.Order;
import io.headwater.flow.Overflow;
import io.headwater.flow.Priority;
import io.headwater.flow.Turns;
import io.headwater.flow.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** The bounded, counted queue that every source has, and the workers behind it: capturing goes on beside the route, several
 *  items are worked on side by side, and their order is kept for the steps that need it.
 *  <p>Ownership: takes over what it is offered; an item ends with its boarding an exchange, or with its being discarded.
 *  <p>Threading: one thread offers; {@code host.workers()} threads, named {@code route/step}, route, and one more where the route computes. */
public final class SourceStage<T> {
    /** How an item is counted that waited at a stop, and was not through in time. */
    public static final String STOPPED = "stopped";

    private final DefaultConsumer consumer;
    private final Host host;
    private final String route;
    private final Share share;
    private final Passage<T> passage;
    private final Account account;
    private final BoundedQueue<T> queue;
    private final String shedReason;
    private final Order order = new Order();
    private int limit;
    private Semaphore slots;
    private final ReentrantLock taking = new ReentrantLock();
    private final List<Thread> workers = new ArrayList<>();
    private FramePool.@Nullable Membership memory;
    private Turns.@Nullable Member turns;
    private boolean left;
    private boolean acknowledged;

    /** @param settings how much the queue holds and what it does when full
     *  @param size bytes of one item */
    public SourceStage(DefaultConsumer consumer, Settings settings, Unit unit, ToLongFunction<T> size) {
        this(consumer, settings, unit, size, Share.usual(consumer.getRoute().getRouteId()));
    }

    /** @param share its part of what all sources share */
    public SourceStage(DefaultConsumer consumer, Settings settings, Unit unit, ToLongFunction<T> size, Share share) {
        this(consumer, settings, unit, size, share, new Passage<>() {});
    }

    /** @param passage how items board an exchange, and who is told of their end */
    public SourceStage(DefaultConsumer consumer, Settings settings, Unit unit, ToLongFunction<T> size, Share share, Passage<T> passage) {
        this.share = share;
        this.passage = passage;
        this.consumer = consumer;
        this.host = Host.of(consumer.getEndpoint().getCamelContext());
        Route camelRoute = consumer.getRoute();
        this.route = camelRoute.getRouteId();
        this.shedReason = settings.reason;
        this.limit = 2 * host.workers();
        this.slots = new Semaphore(limit);
        this.account = account(camelRoute, unit);
        this.queue = new BoundedQueue<>(settings.capacity, settings.maxBytes, settings.overflow, size, account::waited, host.ticks());
        account.queue(queue::backlog);
    }

    /** How much a source's queue holds, and what it does when full.
     *
     *  @param reason how a dropped item is counted */
    public record Settings(int capacity, long maxBytes, Overflow overflow, String reason) {
        /** For live sources: one slot, the newest wins. */
        public static final Settings NEWEST_WINS = new Settings(1, Long.MAX_VALUE, Overflow.DROP_OLDEST, "shed");

        /** For sources that can wait: nothing is lost, the route sets the pace. */
        public static Settings lossless(int capacity) {
            return new Settings(capacity, Long.MAX_VALUE, Overflow.BLOCK, STOPPED);
        }
    }

    /** A source's part of memory for frames and of computing time.
     *
     *  @param source as its items name it
     *  @param weight beside others', 1 to 100
     *  @param priority of computing time */
    public record Share(String source, int weight, Priority priority) {
        public static final int MOST_WEIGHT = 100;

        /** One as most have it. */
        public static Share usual(String source) {
            return new Share(source, 1, Priority.NORMAL);
        }
    }

    private Account account(Route camelRoute, Unit unit) {
        RouteDefinition definition = (RouteDefinition) camelRoute.getRoute();
        if (definition == null) { // Camel forgets it when a route has been started; the second start has to look it up
            definition = ((ModelCamelContext) consumer.getEndpoint().getCamelContext()).getRouteDefinition(route);
        }
        NamedNode from = definition.getInput();
        String id = from.getId() == null ? "from" : from.getId();
        Account own = host.ledger().account(route, id, Names.kind(definition.getInput()), unit);
        for (ProcessorDefinition<?> first : definition.getOutputs()) {
            if (!first.isAbstract() && first.getId() != null && !Names.isDisabled(first, consumer.getEndpoint().getCamelContext())) {
                host.ledger().find(route, first.getId()).ifPresent(next -> host.ledger().edge(own, next));
                break;
            }
        }
        return own;
    }

    /** Its source is told what became of each item, and gives it again otherwise: then an item is done only when its fate is on disk, and
     *  so that one commit serves many, {@code inFlight} are under way at once. Before {@link #start()}. */
    public SourceStage<T> acknowledged(int inFlight) {
        acknowledged = true;
        limit = Math.max(limit, inFlight);
        slots = new Semaphore(limit);
        return this;
    }

    /** The book of this source. */
    public Account account() {
        return account;
    }

    public void start() {
        host.steps().sourceStarted(route);
        turns = host.turns().join(share.source, share.weight, share.priority);
        memory = account.unit() == Unit.FRAMES ? host.frames().join(share.source, share.weight) : null;
        int spare = host.steps().computes(route) ? 1 : 0; // always one of them waits for the next turn: who comes late to that has not his share
        for (int i = 0; i < host.workers() + spare; i++) {
            workers.add(Thread.ofPlatform().name(route + "/" + account.step() + "-" + i).start(this::work));
        }
    }

    /** Takes an item in; waits when the queue is full and blocks.
     *  <p>Ownership: the item, and what it holds, belongs to the stage from here on. */
    public void offer(T item) throws InterruptedException {
        if (!host.intake().takes(route, account.step(), passage.value(item))) {
            passage.discarded(item);
            return;
        }
        account.entered();
        BoundedQueue.Offer<T> offer;
        try {
            offer = queue.offer(item);
        } catch (InterruptedException e) {
            drop(item, STOPPED);
            throw e;
        }
        offer.evicted().forEach(old -> drop(old, shedReason));
        if (!offer.accepted()) {
            drop(item, shedReason);
        }
    }

    /** Counts an item that was seen and on which no work was spent: one that could not be read, or that is not wanted. */
    public void settle(Fate fate) {
        account.entered();
        account.settle(fate);
        account.left();
    }

    private void drop(T item, String reason) {
        passage.discarded(item);
        account.settle(Fate.dropped(reason));
        account.left();
    }

    private void work() {
        try {
            while (next()) { /* until the queue is closed and empty */ }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean next() throws InterruptedException {
        try {
            return takeOne();
        } finally {
            Turns.giveBack();
        }
    }

    private boolean takeOne() throws InterruptedException {
        slots.acquire();
        T item;
        Order.Ticket ticket;
        taking.lockInterruptibly();
        try {
            if (!queue.await()) {
                slots.release();
                return false;
            }
            if (host.steps().computes(route)) {
                Objects.requireNonNull(turns).take(); // before an item is chosen, so that a live source's is the newest
            }
            item = queue.poll(0);
            if (item == null) { // somebody cleared the queue meanwhile
                slots.release();
                return true;
            }
            ticket = order.next();
        } finally {
            taking.unlock();
        }
        Exchange exchange = consumer.createExchange(false);
        Fate fate = passage.board(item, exchange);
        Item carried = Item.of(exchange);
        carried.ticket(ticket);
        if (!acknowledged) {
            carried.unacknowledged();
        }
        if (fate == Fate.PASSED) {
            carried.passed(account);
        }
        account.settle(fate);
        account.left();
        if (fate == Fate.PASSED || exchange.getException() != null) {
            route(item, exchange, carried);
        } else {
            ends(item, exchange, carried);
        }
        return true;
    }

    private void route(T item, Exchange exchange, Item carried) {
        // one that could not board is for the route's error handler alone: no step takes it, nor is it tried again
        if (exchange.getException() != null) {
            exchange.setProperty(ExchangePropertyKey.ERRORHANDLER_BRIDGE, true);
            exchange.getExchangeExtension().setRedeliveryExhausted(true);
        }
        try {
            consumer.getAsyncProcessor().process(exchange, doneSync -> ends(item, exchange, carried));
        } catch (RuntimeException e) { // not the item's failure, which is in the exchange: the route itself could not be run
            exchange.setException(e);
            consumer.getExceptionHandler().handleException("route " + route + " could not take an item", exchange, e);
            ends(item, exchange, carried);
        }
    }

    private void ends(T item, Exchange exchange, Item carried) {
        carried.finish();
        try {
            passage.ended(item, exchange);
        } finally {
            consumer.releaseExchange(exchange, false);
            slots.release();
        }
    }

    private synchronized void leave() {
        if (turns != null && !left) {
            left = true;
            host.turns().leave(share.source);
        }
        if (memory != null) {
            memory.close();
        }
    }

    /** Drops those that wait and are of a kind; counted under this reason. Nothing is offered meanwhile. */
    public void discard(Predicate<T> which, String reason) throws InterruptedException {
        for (T item : queue.clear()) {
            if (which.test(item) || !queue.offer(item).accepted()) {
                drop(item, reason);
            }
        }
    }

    /** Items waiting now. */
    public int depth() {
        return queue.size();
    }

    /** Takes nothing more in, lets what is inside go through the route, then has the route's steps hand on what they hold.
     *  What is not through after {@code patience} is dropped as {@code stopped}. */
    public void drain(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        queue.close();
        for (Thread worker : workers) {
            worker.join(Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime())));
        }
        queue.clear().forEach(left -> drop(left, STOPPED));
        if (slots.tryAcquire(limit, Math.max(1_000_000, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            slots.release(limit);
        }
        host.steps().flush(route);
        host.steps().sourceEnded(route);
        workers.forEach(Thread::interrupt);
        leave();
    }
}
