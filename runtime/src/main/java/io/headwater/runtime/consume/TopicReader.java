package io.headwater.runtime.consume;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics, and writes what {@link Reading} makes of them. Only what was committed is read. A group's position moves behind what is told,
 *  never past it: after a crash lines may come again, none is missing.
 *  <p>Threading: {@link #run} on one thread; {@link #stop} from any.
 *  <p>Errors: {@link org.apache.kafka.common.KafkaException} when the broker refuses, or does not answer within its patience. */
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long COMMIT_NANOS = Duration.ofSeconds(2).toNanos();

    /** What to read, and until when.
     *
     *  @param group null to read without one
     *  @param fromBeginning without a group, else from now on
     *  @param count 0 for any number of records
     *  @param idle null to wait for ever */
    public record Wish(List<String> topics, @Nullable String group, boolean fromBeginning, long count, @Nullable Duration idle) {}

    /** How lines are made and written.
     *
     *  @param remember see the memory of {@link Reading}
     *  @param to null for {@code out}
     *  @param words takes what is wrong, and at the end what was seen */
    public record Way(Form form, @Nullable Path to, PrintWriter out, PrintWriter words, Duration remember, int most, Duration settle) {}

    private final Properties settings;
    private final Wish wish;
    private final Way way;
    private volatile boolean stopping;

    public TopicReader(Properties kafka, Wish wish, Way way) {
        this.settings = (Properties) kafka.clone();
        settings.putIfAbsent("isolation.level", "read_committed");
        settings.putIfAbsent("client.id", "headwater-consume");
        settings.putAll(Map.of("enable.auto.commit", "false", "allow.auto.create.topics", "false", "auto.offset.reset", "earliest"));
        if (wish.group() != null) {
            settings.put("group.id", wish.group());
        } else {
            settings.remove("group.id");
        }
        this.wish = wish;
        this.way = way;
    }

    /** Ends {@link #run} soon; what was read is told. */
    public void stop() {
        stopping = true;
    }

    /** Reads until it is told to stop, the count is reached, or nothing has come for long enough. False when there is no such topic. */
    public boolean run() {
        try (Output output = new Output(way.form(), way.out(), way.to());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Reading reading = new Reading(new Reading.Memory(way.remember(), way.most(), way.settle()), output::write, this::say);
            if (!begin(consumer, reading)) {
                return false;
            }
            try {
                loop(consumer, reading, output);
            } finally {
                reading.end(wish.group() == null);
                output.flush();
                output.report(reading.tally()).forEach(this::say);
            }
            commit(consumer, reading);
            return true;
        }
    }

    private void say(String sentence) {
        way.words().println(sentence);
    }

    private boolean begin(KafkaConsumer<byte[], byte[]> consumer, Reading reading) {
        List<TopicPartition> partitions = wish.topics().stream().flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
        if (!wish.topics().stream().allMatch(topic -> partitions.stream().anyMatch(p -> p.topic().equals(topic)))) {
            return false;
        }
        if (wish.group() != null) {
            consumer.subscribe(wish.topics(), new Moves(consumer, reading));
        } else {
            consumer.assign(partitions);
            if (wish.fromBeginning()) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            partitions.forEach(consumer::position);
        }
        return true;
    }

    private void loop(KafkaConsumer<byte[], byte[]> consumer, Reading reading, Output output) {
        long lastRecord = System.nanoTime();
        long lastCommit = lastRecord;
        while (!stopping) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            long now = System.nanoTime();
            for (TopicPartition partition : records.partitions()) {
                take(consumer, partition, records.records(partition), reading, now);
            }
            reading.tick(now);
            output.flush();
            lastRecord = records.isEmpty() ? lastRecord : now;
            Duration idle = wish.idle();
            stopping |= isEnough(reading) || idle != null && now - lastRecord >= idle.toNanos();
            if (now - lastCommit >= COMMIT_NANOS) {
                commit(consumer, reading);
                lastCommit = now;
            }
        }
    }

    private void take(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, Reading reading, long now) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (isEnough(reading)) {
                consumer.seek(partition, record.offset()); // the next run of the group begins here
                return;
            }
            reading.take(record, now);
        }
    }

    private boolean isEnough(Reading reading) {
        return wish.count() > 0 && reading.tally().records == wish.count();
    }

    /** Of each partition: up to where all is told. */
    private void commit(KafkaConsumer<byte[], byte[]> consumer, Reading reading) {
        if (wish.group() == null) {
            return;
        }
        Map<TopicPartition, Long> untold = reading.untold();
        Map<TopicPartition, OffsetAndMetadata> told = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            long position = consumer.position(partition);
            told.put(partition, new OffsetAndMetadata(Math.min(position, untold.getOrDefault(partition, position))));
        }
        try {
            consumer.commitSync(told, PATIENCE);
        } catch (WakeupException | org.apache.kafka.clients.consumer.CommitFailedException e) {
            say("the group's position was not kept: " + e.getMessage() + "; lines may come again");
        }
    }

    /** Partitions go to another member of the group, which reads from what was committed on. */
    private final class Moves implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Reading reading;

        Moves(KafkaConsumer<byte[], byte[]> consumer, Reading reading) {
            this.consumer = consumer;
            this.reading = reading;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(consumer, reading);
            reading.leave(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            reading.leave(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // from where the group was
        }
    }
}
