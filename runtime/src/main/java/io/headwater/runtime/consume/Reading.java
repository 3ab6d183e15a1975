package io.headwater.runtime.consume;

import io.headwater.flow.Summary;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Makes lines of records, by the rules of the wire format: each id once, each window once with all its parts, thinned windows in the place of those
 *  they cover.
 *  <p>Bounds: of each series what lies within {@code remember} of its newest event, and {@code most} ids in all; beyond that the series that was used
 *  longest ago forgets its oldest.
 *  <p>Threading: one thread.
 *  <p>Errors: none; what is wrong with a record is said, counted, and the next is taken. */
final class Reading {
    /** @param remember how far behind the newest event of its series a record is still known by its id
     *  @param most ids that are remembered, of all series
     *  @param settle how long further parts of a window are waited for before it is told */
    record Memory(Duration remember, int most, Duration settle) {}

    private final Memory memory;
    private final Consumer<Line> lines;
    private final Consumer<String> words;
    private final Tally tally = new Tally();
    private final LinkedHashMap<String, Series> series = new LinkedHashMap<>(16, 0.75f, true);
    private long remembered;

    Reading(Memory memory, Consumer<Line> lines, Consumer<String> words) {
        this.memory = memory;
        this.lines = lines;
        this.words = words;
    }

    Tally tally() {
        return tally;
    }

    void take(ConsumerRecord<byte[], byte[]> record, long nanos) {
        try {
            take(Event.of(record), nanos);
        } catch (IllegalArgumentException e) {
            malformed(record.topic() + "-" + record.partition() + "@" + record.offset(), e);
            tally.records++;
        }
    }

    void take(Event event, long nanos) {
        tally.records++;
        Kind kind = Kind.of(event.type());
        if (kind == null) {
            if (tally.skip(event.type())) {
                words.accept(event.place() + ": type " + event.type() + " is not known to this version; records of it are skipped");
            }
            return;
        }
        Summary summary;
        try {
            summary = kind.read(event.data());
        } catch (IllegalArgumentException e) {
            malformed(event.place().toString(), e);
            return;
        }
        sort(event, summary, nanos);
    }

    private void sort(Event event, @Nullable Summary summary, long nanos) {
        Series of = series.computeIfAbsent(event.series(), s -> new Series(event.place(), tally, this::tell));
        Integer before = of.seen(event);
        if (before != null) {
            if (before == event.digest()) {
                tally.duplicates++;
            } else {
                tally.conflicting++;
                words.accept(event.place() + ": id " + event.id() + " came before with other content; the first is kept");
            }
        } else if (of.isForgotten(event)) {
            tally.late++;
            tell(summary == null ? Line.of(event, true) : new Line(event.id(), event, summary, 1,
                    summary.model() == null ? List.of() : List.of(summary.model()), false, true));
        } else {
            keep(of, event, summary, nanos);
        }
    }

    private void keep(Series of, Event event, @Nullable Summary summary, long nanos) {
        if (summary == null) {
            tell(Line.of(event, false));
        } else {
            try {
                of.add(event, summary);
            } catch (IllegalArgumentException e) {
                malformed(event.place().toString(), e);
                return;
            }
        }
        tally.distinct++;
        remembered -= of.size();
        of.remember(event, nanos);
        of.settle(memory.settle(), nanos);
        of.forget(memory.remember());
        remembered += of.size();
        Iterator<Series> longest = series.values().iterator();
        while (remembered > memory.most() && longest.hasNext()) {
            Series idle = longest.next();
            while (remembered > memory.most() && idle.size() > 0) {
                remembered -= idle.size();
                idle.forgetOldest();
                remembered += idle.size();
            }
        }
    }

    private void malformed(String place, IllegalArgumentException e) {
        tally.malformed++;
        words.accept(place + ": malformed: " + e.getMessage());
    }

    private void tell(Line line) {
        tally.lines++;
        tally.again += line.again() ? 1 : 0;
        lines.accept(line);
    }

    /** Tells the windows of series that have gone quiet. */
    void tick(long nanos) {
        series.values().forEach(s -> s.settle(memory.settle(), nanos));
    }

    /** Tells what is left, and looks for gaps.
     *
     *  @param all whether windows that may get further parts are told too */
    void end(boolean all) {
        if (all) {
            series.values().forEach(Series::tellAll);
        }
        series.values().forEach(Series::end);
    }

    /** By partition, the first record of which not all is told: from there on it would have to be read again. */
    Map<TopicPartition, Long> untold() {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (Series s : series.values()) {
            s.untold().forEachRemaining(w -> first.merge(new TopicPartition(w.first().place().topic(), w.first().place().partition()),
                    w.first().place().offset(), Math::min));
        }
        return first;
    }

    /** Somebody else reads these from now on, from what is untold on: all that is known of them is let go, and not told. */
    void leave(Collection<TopicPartition> partitions) {
        Iterator<Series> all = series.values().iterator();
        while (all.hasNext()) {
            Series s = all.next();
            if (partitions.contains(s.partition())) {
                remembered -= s.size();
                all.remove();
            }
        }
    }
}
