package io.headwater.snapshot;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pictures of one camera: those of late, and the event that is being kept.
 *  <p>Threading: one item at a time, in the order of the camera. */
final class CameraShots {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** Of the pictures of late, whatever their number. */
    private static final long MOST_BYTES = 16L << 20;

    private final Settings settings;
    private final ArrayDeque<byte[]> late = new ArrayDeque<>();
    private long lateBytes;
    private boolean found;
    private @Nullable Instant lastShot;
    private @Nullable Instant lastEvent;
    private @Nullable String open;
    private int told;

    CameraShots(Settings settings) {
        this.settings = settings;
    }

    /** Looks at a picture, and keeps what is to be kept.
     *
     *  @param shot the picture as it is kept; empty where it cannot be made now
     *  @return the event that it is; empty where it is none
     *  <p>Errors: {@link IOException} when the disk does not take it; the next event begins anew. */
    Optional<String> see(Inference inference, Supplier<Optional<byte[]>> shot, Album album) throws IOException {
        Instant at = inference.origin().eventTime();
        boolean foundBefore = found;
        found = Occasion.finds(inference.answer(), settings.labels());
        if (isResting(at) || settings.on().stream().noneMatch(o -> o.isIn(inference.answer(), settings.labels(), foundBefore))) {
            follow(at, shot, album);
            return Optional.empty();
        }
        lastEvent = at;
        open = null;
        Optional<byte[]> picture = shot.get();
        if (picture.isEmpty()) {
            return Optional.empty();
        }
        String event = name(inference.origin());
        Map<String, byte[]> files = new LinkedHashMap<>();
        int n = late.size();
        for (Iterator<byte[]> before = late.iterator(); before.hasNext(); n--) {
            files.put("before-" + n + ".jpg", before.next());
        }
        files.put("event.jpg", picture.get());
        files.put("event.json", FlowConverter.toText(inference).getBytes(StandardCharsets.UTF_8));
        forget();
        lastShot = at;
        album.put(event, files);
        told = 0;
        open = settings.after() > 0 ? event : null;
        return Optional.of(event);
    }

    /** A clock that was set back ends the rest. */
    private boolean isResting(Instant at) {
        return lastEvent != null && !at.isBefore(lastEvent) && at.isBefore(lastEvent.plus(settings.pause()));
    }

    private void follow(Instant at, Supplier<Optional<byte[]>> shot, Album album) throws IOException {
        String event = open;
        if (event == null && settings.before() == 0 || lastShot != null && !at.isBefore(lastShot) && at.isBefore(lastShot.plus(settings.every()))) {
            return;
        }
        Optional<byte[]> picture = shot.get();
        if (picture.isEmpty()) {
            return;
        }
        lastShot = at;
        remember(picture.get());
        if (event != null) {
            told++;
            open = told < settings.after() ? event : null;
            album.add(event, "after-" + told + ".jpg", picture.get());
        }
    }

    private void remember(byte[] picture) {
        late.addLast(picture);
        lateBytes += picture.length;
        while (late.size() > settings.before() || lateBytes > MOST_BYTES) {
            lateBytes -= late.removeFirst().length;
        }
    }

    private void forget() {
        late.clear();
        lateBytes = 0;
    }

    private static String name(Origin origin) {
        return NAME.format(origin.eventTime()) + "-" + SnapshotCheck.fileName(origin.source()) + "-" + origin.epoch() + "-" + origin.sequence();
    }
}
