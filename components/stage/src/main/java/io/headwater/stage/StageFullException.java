package io.headwater.stage;

import io.headwater.exchange.TemporaryFailure;

/** A stage with {@code overflow: FAIL} has no room. The sender's error handling sees it; the item did not enter the stage. */
public final class StageFullException extends RuntimeException implements TemporaryFailure {
    private static final long serialVersionUID = 1;

    StageFullException(String stage, int items, long bytes, long more, Settings settings) {
        super("stage " + stage + " is full: " + items + " of " + settings.capacity() + " items"
                + (settings.maxBytes() == Long.MAX_VALUE ? "" : ", " + bytes + " of " + settings.maxBytes() + " bytes, and " + more + " more came"));
    }
}
