package io.headwater.broker;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from its beginning to the end it had when the reading began, committed records only, and counts them:
 * a consumer that shares nothing with the program that sent them. It joins no group and leaves no offsets.
 * The last line on standard output is JSON:
 * {@code {"topic":"summaries","records":9,"distinctIds":8,"duplicates":1,"withoutId":0,"keys":["box-1"]}}.
 * <p>Errors: exit code 2 wrong options; 3 no broker there, no such topic, or not done in time.
 */
public final class ReadBack {

    /** The record header in which CloudEvents for Kafka, binary mode, puts the id. */
    private static final String ID_HEADER = "ce_id";

    private ReadBack() {
    }

    /** @param args see {@link ReadBackOptions#USAGE} */
    public static void main(String[] args) {
        QuietLogs.set("error");
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            ReadBackOptions options = ReadBackOptions.parse(args);
            Tally tally = read(options, out);
            if (!options.json()) {
                out.println(RecordLines.plain(options.topic(), tally));
            }
            out.println(RecordLines.json(options.topic(), tally));
            return 0;
        } catch (IllegalArgumentException wrong) {
            err.println("error: " + wrong.getMessage() + System.lineSeparator() + ReadBackOptions.USAGE);
            return 2;
        } catch (UnfitSurroundings unfit) {
            err.println(unfit.getMessage());
            return 3;
        }
    }

    static Tally read(ReadBackOptions options, PrintStream out) {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        Tally tally = new Tally();
        try (Consumer<String, String> consumer = new KafkaConsumer<>(settings(options), new StringDeserializer(), new StringDeserializer())) {
            Map<TopicPartition, Long> ends = ends(consumer, options);
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (!reached(consumer, ends, deadline)) {
                if (System.nanoTime() > deadline) {
                    throw tooSlow(options, tally);
                }
                for (ConsumerRecord<String, String> read : consumer.poll(Duration.ofMillis(200))) {
                    if (read.offset() < ends.getOrDefault(new TopicPartition(read.topic(), read.partition()), 0L)) {
                        take(read, tally, options, out);
                    }
                }
            }
        } catch (TimeoutException noAnswer) {
            throw tooSlow(options, tally);
        } catch (KafkaException refused) {
            Throwable reason = refused.getCause() == null ? refused : refused.getCause();
            throw new UnfitSurroundings("topic " + options.topic() + " at " + options.bootstrap() + " cannot be read: " + reason.getMessage(),
                    "check --bootstrap and --topic");
        }
        return tally;
    }

    private static Map<TopicPartition, Long> ends(Consumer<String, String> consumer, ReadBackOptions options) {
        List<TopicPartition> partitions;
        try {
            var found = consumer.partitionsFor(options.topic(), options.timeout());
            partitions = found == null ? List.of() : found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
        } catch (TimeoutException noAnswer) {
            throw new UnfitSurroundings("no Kafka broker answers at " + options.bootstrap() + " (waited " + text(options.timeout()) + ")",
                    "start the broker, or give another --bootstrap");
        }
        if (partitions.isEmpty()) {
            throw new UnfitSurroundings("the broker at " + options.bootstrap() + " has no topic " + options.topic(),
                    "send a record first, or give another --topic");
        }
        return consumer.endOffsets(partitions, options.timeout());
    }

    // The position, not the last record: markers of transactions take offsets too.
    private static boolean reached(Consumer<String, String> consumer, Map<TopicPartition, Long> ends, long deadline) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), left) >= end.getValue());
    }

    private static void take(ConsumerRecord<String, String> read, Tally tally, ReadBackOptions options, PrintStream out) {
        String id = id(read);
        tally.add(read.key(), id);
        if (options.print()) {
            out.println(options.json() ? RecordLines.json(read, id) : RecordLines.plain(read, id));
        }
    }

    private static @Nullable String id(ConsumerRecord<String, String> read) {
        Header header = read.headers().lastHeader(ID_HEADER);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static UnfitSurroundings tooSlow(ReadBackOptions options, Tally tally) {
        return new UnfitSurroundings("topic " + options.topic() + " at " + options.bootstrap() + " was not read to its end within "
                + text(options.timeout()) + "; " + tally.records() + " records until then", "give a longer --timeout");
    }

    private static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static Map<String, Object> settings(ReadBackOptions options) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", options.bootstrap());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.put("reconnect.backoff.ms", "50");
        settings.put("reconnect.backoff.max.ms", "200");
        return settings;
    }
}
