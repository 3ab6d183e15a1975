package io.headwater.summarize;

import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The windows of one key: at most one is open, since the first item at or after its end closes it.
 *  <p>A key is <em>live</em> while its event times keep to this machine's clock; any other is replayed, and lives in event time
 *  alone. The first item decides: it is live when it happened within {@code skew} of its arrival. A live key turns into a
 *  replayed one when its event times run ahead of the clock step by step, as a file does that is played faster than time.
 *  <p>Units: milliseconds since 1970.
 *  <p>Threading: none; {@link Windows} guards it. */
final class Key {
    static final Fate LATE = Fate.dropped("late");
    static final Fate FROM_THE_FUTURE = Fate.failed("from the future");
    private static final long NEVER = Long.MIN_VALUE;
    private static final byte VERSION = 2;

    private final String name;
    private final String row;
    private final Settings settings;
    private final Set<String> labels = new TreeSet<>();
    private @Nullable Window open;
    private boolean live;
    private boolean acknowledged;
    private long watermark = NEVER;
    private long closedUntil = NEVER;
    private long lastSeen;
    private long handedOnStart = NEVER;
    private int handedOnRevision;

    Key(String name, Settings settings) {
        this.name = name;
        this.row = Remembered.KEY + name;
        this.settings = settings;
        labels.addAll(settings.labels());
    }

    String name() {
        return name;
    }

    /** Under which it is kept. */
    String row() {
        return row;
    }

    boolean isLive() {
        return live;
    }

    /** An item of it was acknowledged to its source, which will not give it again. */
    void acknowledged() {
        acknowledged = true;
    }

    /** Whether what it knows would be missed after a kill. A recording that nobody acknowledges begins anew, and gives the same windows
     *  again. */
    boolean isWorthKeeping() {
        return live || acknowledged;
    }

    /** Items in the open window. */
    long openItems() {
        return open == null ? 0 : open.items();
    }

    /** Puts an item where it belongs; windows that it ends go to {@code closed} first.
     *
     *  @param now this machine's clock */
    Fate add(Object item, Origin origin, long now, Closed closed) {
        long at = origin.eventTime().toEpochMilli();
        long ahead = at - origin.arrivalTime().toEpochMilli();
        long skew = settings.skew().toMillis();
        boolean first = watermark == NEVER;
        boolean nowLive = first ? Math.abs(ahead) <= skew : live;
        if (nowLive && ahead > skew) {
            if (at - watermark > skew) {
                return FROM_THE_FUTURE;
            }
            nowLive = false;
        }
        long length = settings.length().toMillis();
        long start = Math.floorDiv(at, length) * length;
        if (start + length <= Math.max(watermark, closedUntil)) {
            lastSeen = now;
            return LATE;
        }
        if (open != null && start > open.start()) {
            close(false, closed);
        } else if (open != null && item instanceof Inference i && !open.isOf(i.model())) {
            close(true, closed);
        }
        Window window = open == null ? new Window(start, length, revisionOf(start)) : open;
        put(window, at, item);
        open = window;
        live = nowLive;
        watermark = Math.max(watermark, at);
        lastSeen = now;
        return Fate.ABSORBED;
    }

    private static void put(Window window, long at, Object item) {
        switch (item) {
            case Inference inference -> window.add(at, inference);
            case Readings readings -> window.add(at, readings);
            case Frame frame -> window.add(at);
            default -> throw Windows.cannotSum(item);
        }
    }

    /** 0, unless a part of the same window was handed on before: at a stop, or when the model changed. */
    private int revisionOf(long start) {
        return start == handedOnStart ? handedOnRevision + 1 : 0;
    }

    /** Closes the window of a live source that has given nothing for long enough after its end. */
    void idle(long now, Closed closed) {
        long after = settings.idleAfter().toMillis();
        if (live && open != null && now >= open.end() + after && now - lastSeen >= after) {
            close(false, closed);
        }
    }

    /** Closes what is open, before its end. */
    void flush(Closed closed) {
        if (open != null) {
            close(true, closed);
        }
    }

    private void close(boolean partial, Closed closed) {
        Window window = Objects.requireNonNull(open);
        labels.addAll(window.labels().size() + labels.size() <= Settings.MAX_NAMES ? window.labels() : Set.of());
        boolean part = partial || window.revision() > 0;
        Summary summary = window.close(settings, name, part, labels);
        handedOnStart = window.start();
        handedOnRevision = window.revision();
        if (!partial) {
            closedUntil = window.end();
        }
        open = null;
        closed.add(summary);
    }

    /** Its source starts anew: event time may begin anywhere. What was handed on before is remembered, so that no id is used twice. */
    void restart(Closed closed) {
        flush(closed);
        watermark = NEVER;
        closedUntil = NEVER;
    }

    /** All that it knows. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            DataOutputStream to = new DataOutputStream(bytes);
            to.writeByte(VERSION);
            Text.write(to, List.of(settings.digest()));
            to.writeBoolean(live);
            to.writeBoolean(acknowledged);
            to.writeLong(watermark);
            to.writeLong(closedUntil);
            to.writeLong(handedOnStart);
            to.writeInt(handedOnRevision);
            Text.write(to, labels);
            to.writeBoolean(open != null);
            if (open != null) {
                open.write(to);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key that goes on where {@link #bytes} was told. If the step sums up otherwise by now, or if this machine's clock has fallen back
     *  behind a live source, it starts anew, and its window is closed before its end.
     *  <p>Errors: {@link IOException} when this is no key, or of another version. */
    static Key of(String name, Settings settings, byte[] bytes, long now, Closed closed) throws IOException {
        DataInputStream from = new DataInputStream(new ByteArrayInputStream(bytes));
        byte version = from.readByte();
        if (version < 1 || version > VERSION) {
            throw new IOException("it is of version " + version + ", this Headwater reads versions up to " + VERSION);
        }
        Key key = new Key(name, settings);
        boolean alike = Text.read(from).equals(List.of(settings.digest()));
        key.live = from.readBoolean();
        key.acknowledged = from.readBoolean();
        key.watermark = from.readLong();
        key.closedUntil = from.readLong();
        key.handedOnStart = from.readLong();
        key.handedOnRevision = from.readInt();
        List<String> found = Text.read(from);
        if (from.readBoolean()) {
            key.open = Window.read(from, version >= 2);
        }
        key.lastSeen = now;
        if (!alike) {
            key.restart(closed);
        } else {
            key.labels.addAll(found);
            if (key.live && key.watermark > now + settings.skew().toMillis()) {
                key.restart(closed);
            }
        }
        return key;
    }

    /** Takes what is closed. */
    @FunctionalInterface
    interface Closed {
        void add(Summary summary);
    }
}
