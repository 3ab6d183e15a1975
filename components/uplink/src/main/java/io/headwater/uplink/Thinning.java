package io.headwater.uplink;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Summary;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges summaries of a lane into coarser ones, the oldest first: to a minute, when there are no finer ones left to ten minutes, then
 *  to an hour. Merged are only tumbling windows of one step, key and model that follow each other without a gap within one such
 *  stretch, and that were never offered. The coarser record takes the place of the first that it covers.
 *  <p>Threading: the writer's alone. */
final class Thinning {
    private static final List<Duration> LEVELS = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));
    private static final String TYPE = "io.headwater.summary.v1";
    private static final int PAGE = 512;
    private static final long PAGE_BYTES = 8L << 20;

    private final Lanes lanes;
    private final Map<String, long[]> cursors = new HashMap<>();

    Thinning(Lanes lanes) {
        this.lanes = lanes;
    }

    void forget() {
        cursors.clear();
    }

    /** Merges some; false when all that may be merged is as coarse as it can be. */
    boolean thin(Tables tables, String lane) throws SQLException {
        long[] cursor = cursors.computeIfAbsent(lane, l -> new long[LEVELS.size()]);
        for (int level = 0; level < LEVELS.size(); level++) {
            while (true) {
                List<RecordTable.Found> page = tables.backlog().unofferedAfter(lane, cursor[level], PAGE, PAGE_BYTES);
                boolean isLast = page.size() < PAGE;
                Stretches stretches = Stretches.of(page, LEVELS.get(level));
                boolean merged = merge(tables, stretches.whole());
                if (page.isEmpty()) {
                    break;
                }
                long next = stretches.firstUnfinished() - 1; // those are looked at again once more of them are there
                if (!isLast && !merged && next <= cursor[level]) {
                    merged = merge(tables, stretches.unfinished()); // they do not fit on a page: merge what is here
                    next = page.getLast().row().sequence();
                }
                cursor[level] = Math.max(cursor[level], next);
                if (merged) {
                    return true;
                }
                if (isLast) {
                    break;
                }
            }
        }
        return false;
    }

    private boolean merge(Tables tables, List<List<Window>> stretches) throws SQLException {
        boolean any = false;
        for (List<Window> stretch : stretches) {
            for (List<Window> run : runs(stretch)) {
                any |= run.size() > 1 && replace(tables, run);
            }
        }
        return any;
    }

    /** The parts of a stretch that follow each other without a gap. */
    private static List<List<Window>> runs(List<Window> stretch) {
        List<List<Window>> runs = new ArrayList<>();
        Window last = null;
        for (Window window : stretch) {
            if (last == null || !last.summary.end().equals(window.summary.start()) || !last.summary.isOfOneKind(window.summary)) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(window);
            last = window;
        }
        return runs;
    }

    private boolean replace(Tables tables, List<Window> run) throws SQLException {
        Summary all = run.stream().map(Window::summary).reduce(Summary::merge).orElseThrow();
        Row row = run.getFirst().row;
        long place = run.stream().mapToLong(w -> w.row.sequence()).min().orElseThrow();
        String id = row.key() + "/" + all.id();
        if (tables.backlog().holds(row.lane(), row.topic(), id)) {
            return false; // told twice; both stay
        }
        for (Window window : run) {
            tables.records().delete(window.row.sequence(), window.row.sequence());
        }
        tables.records().insert(new Row(place, row.lane(), row.topic(), row.key(), row.place(), id, row.type(), row.contentType(), row.subject(),
                Draft.micros(all.start()), row.created(), FlowConverter.toBytes(all)));
        for (int gone = 1; gone < run.size(); gone++) {
            lanes.left(row.lane(), Departure.THINNED);
        }
        return true;
    }

    /** A record with what it tells. */
    record Window(Row row, Summary summary) {
        long startMillis() {
            return summary.start().toEpochMilli();
        }
    }

    /** A page's windows by the stretch of time, of one series, that they fall into.
     *
     *  @param whole those whose end is there, or behind which others of their series are
     *  @param unfinished those of which more may come
     *  @param firstUnfinished the least sequence among them, else one behind the page */
    private record Stretches(List<List<Window>> whole, List<List<Window>> unfinished, long firstUnfinished) {

        static Stretches of(List<RecordTable.Found> page, Duration level) {
            Map<String, Map<Long, List<Window>>> series = new LinkedHashMap<>();
            long behind = 0;
            for (RecordTable.Found found : page) {
                behind = found.row().sequence() + 1;
                Window window = window(found, level);
                if (window != null) {
                    Row row = window.row;
                    series.computeIfAbsent(row.topic() + "\n" + row.key() + "\n" + row.place() + "\n" + row.subject(), s -> new HashMap<>())
                            .computeIfAbsent(Math.floorDiv(window.startMillis(), level.toMillis()), s -> new ArrayList<>()).add(window);
                }
            }
            List<List<Window>> whole = new ArrayList<>();
            List<List<Window>> unfinished = new ArrayList<>();
            long first = behind;
            for (Map<Long, List<Window>> stretches : series.values()) {
                long newest = stretches.keySet().stream().mapToLong(s -> s).max().orElseThrow();
                for (Map.Entry<Long, List<Window>> e : stretches.entrySet()) {
                    List<Window> windows = e.getValue();
                    windows.sort(java.util.Comparator.comparingLong(Window::startMillis));
                    boolean ended = windows.getLast().summary.end().toEpochMilli() == (e.getKey() + 1) * level.toMillis();
                    if (e.getKey() < newest || ended) {
                        whole.add(windows);
                    } else {
                        unfinished.add(windows);
                        first = Math.min(first, windows.stream().mapToLong(w -> w.row.sequence()).min().orElseThrow());
                    }
                }
            }
            return new Stretches(whole, unfinished, first);
        }

        /** The summary of a row, when it is one that may be merged: sound, finer than the level, and falling into it as a whole. */
        private static @org.jspecify.annotations.Nullable Window window(RecordTable.Found found, Duration level) {
            Row row = found.row();
            if (!found.sound() || !row.type().equals(TYPE) || !isFiner(row.id(), level)) {
                return null;
            }
            try {
                Summary summary = FlowConverter.toSummary(row.payload());
                long length = summary.length().toMillis();
                long into = Math.floorMod(summary.start().toEpochMilli(), level.toMillis());
                boolean inside = length > 0 && into + length <= level.toMillis() && level.toMillis() % Math.max(1, length) == 0 && into % length == 0;
                boolean coarse = !summary.covers().isEmpty() && into + length <= level.toMillis();
                return inside || coarse ? new Window(row, summary) : null;
            } catch (IllegalArgumentException e) {
                return null; // it only says that it is a summary
            }
        }

        /** By the id, so that not each row is read: {@code …/start/length/revision}. */
        private static boolean isFiner(String id, Duration level) {
            int end = id.lastIndexOf('/');
            int begin = end < 0 ? -1 : id.lastIndexOf('/', end - 1);
            try {
                return begin >= 0 && Duration.parse(id.substring(begin + 1, end)).compareTo(level) < 0;
            } catch (DateTimeException e) {
                return false;
            }
        }
    }
}
