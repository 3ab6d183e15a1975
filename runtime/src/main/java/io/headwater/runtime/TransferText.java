package io.headwater.runtime;

import io.headwater.runtime.oci.Progress;
import java.time.Duration;
import java.util.Locale;

/** Tells on standard error how far a file is that takes its time: a line every two seconds. */
final class TransferText implements Progress {
    private final Seldom seldom = new Seldom(Duration.ofSeconds(2));
    private boolean begun;

    @Override
    public void at(String file, long done, long of) {
        if (!begun) {
            begun = true;
            seldom.isDue(); // not at once
        } else if (seldom.isDue()) {
            System.err.printf(Locale.ROOT, "%s: %.1f of %.1f MB%n", file, done / 1e6, of / 1e6);
        }
    }
}
