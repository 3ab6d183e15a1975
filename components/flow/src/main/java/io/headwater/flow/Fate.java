package io.headwater.flow;

/** What became of one item in one step. Every input has exactly one. */
public sealed interface Fate {

    /** The item went on to the next step. */
    Fate PASSED = new Passed();

    /** The item became part of something larger: a window, a batch, a record on disk. */
    Fate ABSORBED = new Absorbed();

    static Fate heldBack(String reason) {
        return new HeldBack(reason);
    }

    static Fate dropped(String reason) {
        return new Dropped(reason);
    }

    static Fate failed(String reason) {
        return new Failed(reason);
    }

    record Passed() implements Fate {}

    record Absorbed() implements Fate {}

    /** Not let through on purpose: it did not matter. Reasons are few and fixed: they become metric tags. */
    record HeldBack(String reason) implements Fate {}

    /** Thrown away for want of room or time. */
    record Dropped(String reason) implements Fate {}

    /** Broken, or it broke the step. */
    record Failed(String reason) implements Fate {}
}
