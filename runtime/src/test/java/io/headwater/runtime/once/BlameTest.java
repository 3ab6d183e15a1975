package io.headwater.runtime.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.uplink.Draft;
import io.headwater.uplink.ExactlyOnce.Batch;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import io.headwater.uplink.Outboxes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record goes to the dead letters for what lies in itself or its topic, and for nothing else: one right that is taken away must not bury a week of them. */
class BlameTest {
    @TempDir
    Path state;

    @Test
    void blamesARecordForWhatLiesInItOnly() throws Exception {
        try (Outbox outbox = Outbox.ofFolder(state)) {
            Outboxes.sendExactlyOnce(outbox, "sales");
            outbox.append(new Draft("sales", "sales", "box", "box/r/s", "a", "io.headwater.bytes.v1", "text/plain", "", Instant.EPOCH, new byte[1]));
            Batch batch = outbox.exactlyOnce().next("sales", 0, List.of(), 1);
            OutboxRecord record = batch.records().getFirst();
            for (Exception its : List.of(new RecordTooLargeException(), new InvalidTimestampException("1970"), new TopicAuthorizationException(Set.of("sales", "x")))) {
                assertThat(Session.liesIn(record, its)).as("%s", its).isTrue();
            }
            for (Exception others : List.of(new TopicAuthorizationException(Set.of("headwater-progress")), new TransactionalIdAuthorizationException("box/sales"),
                    new UnsupportedVersionException("old broker"), new ProducerFencedException("another"), new TimeoutException())) {
                assertThat(Session.liesIn(record, others)).as("%s", others).isFalse();
            }
        }
    }
}
