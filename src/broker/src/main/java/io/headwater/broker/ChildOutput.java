package io.headwater.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads what a child process prints until it ends: notices the one line that is awaited and keeps the last lines,
 * so that the child never waits on a full pipe and its last words are at hand.
 * <p>Threading: one daemon thread reads; all methods may be called from any thread.
 */
final class ChildOutput {

    private static final int KEPT_LINES = 40;

    private final Deque<String> lines = new ArrayDeque<>();
    private final CountDownLatch seenOrEnded = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final String awaited;
    private volatile boolean seen;

    private ChildOutput(String awaited) {
        this.awaited = awaited;
    }

    static ChildOutput of(Process child, String awaited) {
        ChildOutput output = new ChildOutput(awaited);
        Thread.ofPlatform().daemon().name("broker-process/output").start(() -> output.read(child));
        return output;
    }

    /** Whether the awaited line came: false when the child ended without it, or time ran out. */
    boolean await(Duration patience) throws InterruptedException {
        return seenOrEnded.await(patience.toMillis(), TimeUnit.MILLISECONDS) && seen;
    }

    /** Waits for the child's last line, bounded: a grandchild could hold the pipe. */
    List<String> lastLines(Duration patience) throws InterruptedException {
        ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return linesSoFar();
    }

    List<String> linesSoFar() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private void read(Process child) {
        try (BufferedReader reader = child.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.equals(awaited)) {
                    seen = true;
                    seenOrEnded.countDown();
                } else {
                    keep(line);
                }
            }
        } catch (IOException closed) {
            keep("(its output could not be read further: " + closed.getMessage() + ")");
        } finally {
            seenOrEnded.countDown();
            ended.countDown();
        }
    }

    private void keep(String line) {
        synchronized (lines) {
            if (lines.size() == KEPT_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }
}
