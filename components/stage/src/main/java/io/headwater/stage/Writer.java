package io.headwater.stage;

import io.headwater.flow.Account;
import io.headwater.flow.Book;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** One step that writes into a stage.
 *  <p>Threading: any. */
final class Writer<T extends Cargo> {
    private final Stage<T> stage;
    private final Account step;
    private final BooleanSupplier sourceStops;
    private final long alreadyPassed;
    private final AtomicLong given = new AtomicLong();
    private volatile boolean done;

    /** @param step the book of the step
     *  @param sourceStops whether the source of the step's route is being stopped */
    Writer(Stage<T> stage, Account step, BooleanSupplier sourceStops) {
        this.stage = stage;
        this.step = step;
        this.sourceStops = sourceStops;
        this.alreadyPassed = step.book().passed();
    }

    /** Gives an item to the stage; waits for room where the stage blocks. Where nobody reads, it waits until the route stops,
     *  no longer. */
    void give(T item) {
        stage.give(item, given::incrementAndGet, () -> done || (stage.reader() == null && sourceStops.getAsBoolean()));
    }

    /** The route has drained: nobody waits for room any more. */
    void done() {
        done = true;
    }

    boolean isDone() {
        return done;
    }

    Stage<T> stage() {
        return stage;
    }

    /** {@code passed − given to the stage}. An item is given a moment before the step's book says that it passed, so the
     *  book is held against it from both sides. */
    long difference() {
        long before = given.get();
        Book book = step.book();
        long after = given.get();
        long passed = book.passed() - alreadyPassed;
        if (passed > after) {
            return passed - after;
        }
        return before > passed + book.inFlight() ? passed + book.inFlight() - before : 0;
    }
}
