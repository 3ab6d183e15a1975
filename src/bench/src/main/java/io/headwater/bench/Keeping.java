package io.headwater.bench;

import io.headwater.uplink.Draft;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps records in an outbox, many with one wait.
 *
 *  @param batch with one wait */
record Keeping(Outbox outbox, String topic, byte[] payload, int batch) {

    /** Returns when they are on disk.
     *  <p>Errors: {@link IllegalStateException} when one was not kept. */
    void keep(int records) throws InterruptedException {
        for (int left = records; left > 0; left -= batch) {
            List<Draft> drafts = new ArrayList<>(batch);
            for (int i = 0; i < Math.min(batch, left); i++) {
                drafts.add(new Draft("bench", topic, "bench", "bench/feed/keep", null, "io.headwater.bytes.v1", "application/octet-stream", "", Instant.now(), payload));
            }
            for (Receipt receipt : outbox.append(drafts)) {
                if (!(receipt instanceof Receipt.Kept)) {
                    throw new IllegalStateException("a record was not kept: " + receipt);
                }
            }
        }
    }
}
