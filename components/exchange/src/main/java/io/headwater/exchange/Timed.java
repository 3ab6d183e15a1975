package io.headwater.exchange;

import java.time.Instant;

/** What came at some time, before anything was made of it. */
public interface Timed {
    /** When it came. */
    Instant at();
}
