package io.headwater.gate;

/** What happens to an answer of which nothing is left. */
public enum WhenEmpty {
    /** It passes, empty: zero is an answer. */
    PASS,
    /** It is held back. */
    HOLD
}
