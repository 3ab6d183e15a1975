package io.headwater.bench;

import java.io.IOException;

/** Ends a child when its parent is gone, however the parent went: the child's standard input closes then. */
final class Lifeline {
    /** Property that a parent sets for its children. */
    static final String PROPERTY = "headwater.bench.child";

    private Lifeline() {}

    static void hold() {
        if (Boolean.getBoolean(PROPERTY)) {
            Thread.ofPlatform().daemon().name("lifeline").start(Lifeline::watch);
        }
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) { /* nothing is ever sent */ }
        } catch (IOException e) {
            // the other end is gone just the same
        }
        Runtime.getRuntime().halt(1);
    }
}
