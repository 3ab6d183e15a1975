package io.headwater.uplink;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A record on its way to the broker. Who takes it answers once: {@link #acknowledged()} when the broker has it durably,
 *  {@link #rejected} when not for now, {@link #undeliverable} when never. One that is never answered is offered again to the next subscriber.
 *  <p>Ownership: the payload is the outbox's; nobody changes it.
 *  <p>Threading: safe; the first answer counts, on any thread; answers do not wait for the disk.
 *  <p>Source: the headers are CloudEvents 1.0, Kafka protocol binding, binary mode. */
public final class OutboxRecord {
    private final Row row;
    private final Answers answers;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** Where answers go. */
    interface Answers {
        void acknowledged(OutboxRecord offered);

        void rejected(OutboxRecord offered, Throwable reason);

        void undeliverable(OutboxRecord offered, Throwable reason);
    }

    OutboxRecord(Row row, Answers answers) {
        this.row = row;
        this.answers = answers;
    }

    /** Its place among all records ever kept in this outbox, from 1. */
    public long sequence() {
        return row.sequence();
    }

    /** The lane that it was kept in: {@code uplink.channel}. */
    public String lane() {
        return row.lane();
    }

    public String topic() {
        return row.topic();
    }

    /** The Kafka key: the device. */
    public String key() {
        return row.key();
    }

    /** The same each time this record is offered, over restarts too; consumers dedupe by it. */
    public String id() {
        return row.id();
    }

    /** What the payload is: {@code io.headwater.summary.v1}. */
    public String type() {
        return row.type();
    }

    public String contentType() {
        return row.contentType();
    }

    public Instant eventTime() {
        return Instant.EPOCH.plus(row.event(), ChronoUnit.MICROS);
    }

    public byte[] payload() {
        return row.payload();
    }

    /** The Kafka headers. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", row.id());
        headers.put("ce_source", "headwater/" + row.place());
        headers.put("ce_type", row.type());
        headers.put("ce_time", eventTime().toString());
        if (!row.subject().isEmpty()) {
            headers.put("ce_subject", row.subject());
        }
        headers.put("content-type", row.contentType());
        return headers;
    }

    /** The broker has it, durably: the outbox forgets it with its next group commit. */
    public void acknowledged() {
        if (answered.compareAndSet(false, true)) {
            answers.acknowledged(this);
        }
    }

    /** The broker did not take it: it stays, and is offered again after a pause that grows. */
    public void rejected(Throwable reason) {
        if (answered.compareAndSet(false, true)) {
            answers.rejected(this, reason);
        }
    }

    /** The broker will never take it as it is: it goes to the dead letters with the reason, and is offered again only when a
     *  person replays it. */
    public void undeliverable(Throwable reason) {
        if (answered.compareAndSet(false, true)) {
            answers.undeliverable(this, reason);
        }
    }

    Row row() {
        return row;
    }

    int size() {
        return row.payload().length;
    }

    @Override
    public String toString() {
        return "OutboxRecord[" + row.sequence() + " " + row.topic() + " " + row.id() + "]";
    }
}
