package io.headwater.uplink;

import org.jspecify.annotations.Nullable;

/** The outbox cannot be opened or written. The message names the file, what is wrong, and what to do. */
public final class OutboxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutboxException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
