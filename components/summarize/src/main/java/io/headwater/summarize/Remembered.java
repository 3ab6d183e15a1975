package io.headwater.summarize;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Summary;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a step would miss after a kill, in rows: its keys with their open windows, windows that are closed and not handed on yet, and
 *  the ids of what was counted. Knows which rows have changed since they were last put on disk.
 *  <p>Bounds: of windows that failed in the rest of the route the newest {@value #MOST_FAILED} are kept.
 *  <p>Threading: none; {@link Windows} guards it. */
final class Remembered {
    static final int MOST_FAILED = 1000;
    static final String KEY = "key/";
    private static final String CLOSED = "closed/";
    private static final String SEEN = "seen/";

    private final Map<String, Key> keys;
    private final Map<String, Summary> closed = new LinkedHashMap<>();
    private final Set<String> failed = new LinkedHashSet<>();
    private final Seen seen = new Seen();
    private final Unkept unkept = new Unkept();
    private boolean on;

    Remembered(Map<String, Key> keys) {
        this.keys = keys;
    }

    /** From here on changes are noted: somebody keeps them. */
    void on() {
        on = true;
    }

    void changed(Key key) {
        note(key.row());
    }

    private void note(String row) {
        if (on) {
            unkept.add(row);
        }
    }

    void closed(Key key, Summary summary) {
        changed(key);
        if (on && key.isWorthKeeping()) {
            String row = CLOSED + summary.id();
            closed.put(row, summary);
            note(row);
        }
    }

    boolean isCounted(long id) {
        return seen.contains(id);
    }

    void counted(long id) {
        int chunk = seen.add(id);
        if (on) {
            unkept.add(SEEN + chunk);
        }
    }

    boolean isKept(Summary summary) {
        return !unkept.contains(CLOSED + summary.id());
    }

    @Nullable Summary handedOn(Summary summary, boolean through) {
        String row = CLOSED + summary.id();
        if (!closed.containsKey(row)) {
            return null;
        }
        if (through) {
            forget(row);
            return null;
        }
        failed.add(row);
        return failed.size() > MOST_FAILED ? forget(failed.iterator().next()) : null;
    }

    private @Nullable Summary forget(String row) {
        failed.remove(row);
        note(row);
        return closed.remove(row);
    }

    /** Takes a row of closed windows or ids back in; a closed window is to be handed on again.
     *  <p>Errors: {@link RuntimeException} when it cannot be read: then it is forgotten. */
    @Nullable Summary restore(String row, byte[] bytes) {
        if (row.startsWith(SEEN)) {
            seen.restore(bytes);
            return null;
        }
        if (!row.startsWith(CLOSED)) {
            throw new IllegalArgumentException("this Headwater knows no such row");
        }
        Summary summary = FlowConverter.toSummary(bytes);
        closed.put(row, summary);
        return summary;
    }

    void forgetUnread(String row) {
        note(row);
    }

    boolean hasChanges() {
        return !unkept.isEmpty();
    }

    Map<String, Optional<byte[]>> take() {
        return unkept.take(this::bytes);
    }

    private Optional<byte[]> bytes(String row) {
        if (row.startsWith(KEY)) {
            return Optional.ofNullable(keys.get(row.substring(KEY.length()))).filter(Key::isWorthKeeping).map(Key::bytes);
        }
        if (row.startsWith(CLOSED)) {
            return Optional.ofNullable(closed.get(row)).map(FlowConverter::toBytes);
        }
        return row.startsWith(SEEN) ? seen.bytes(Integer.parseInt(row.substring(SEEN.length()))) : Optional.empty();
    }

    void taken(boolean kept) {
        if (kept) {
            unkept.kept();
        } else {
            unkept.notKept();
        }
    }
}
