package io.headwater.broker;

import java.io.IOException;
import java.io.InputStream;

/** Sees to it that a node does not outlive the program that wanted it. */
final class Supervision {

    private Supervision() {
    }

    static void begin(NodeOptions options) {
        if (options.untilStdinCloses()) {
            Thread.ofPlatform().daemon().name("kafka-node/stdin").start(Supervision::endWithStdin);
        }
        if (options.parent().isPresent()) {
            ProcessHandle.of(options.parent().getAsLong()).ifPresentOrElse(
                    parent -> parent.onExit().thenRun(() -> System.exit(0)),
                    () -> System.exit(0));
        }
    }

    // A pipe ends with the process at its other end, however that one died: the kernel sees to it.
    private static void endWithStdin() {
        InputStream in = System.in;
        byte[] ignored = new byte[256];
        try {
            while (in.read(ignored) >= 0) {
                continue;
            }
        } catch (IOException broken) {
            // as good as closed
        }
        System.exit(0);
    }
}
