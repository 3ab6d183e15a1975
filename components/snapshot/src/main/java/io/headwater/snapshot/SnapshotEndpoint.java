package io.headwater.snapshot;

import io.headwater.exchange.Drawing;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import io.headwater.flow.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Keeps the pictures around what happened on the disk of the box; all that comes goes on. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "snapshot", title = "Snapshot", syntax = "snapshot:name", producerOnly = true, remote = false,
        category = {Category.AI, Category.FILE})
public final class SnapshotEndpoint extends DefaultEndpoint implements StepAware {
    @UriPath(description = "Name of the album, for people to read, and of its folder.")
    @Metadata(required = true)
    private String name;
    @UriParam(displayName = "Event", description = "What is an event, parted by commas: FOUND, something is found and nothing was in the picture before; ENTERED or LEFT, of a zone that is watched; CROSSED, of a line that is watched; ANOMALY.", defaultValue = "FOUND")
    private String when = Occasion.FOUND.name();
    @UriParam(description = "Labels that count, parted by commas. Without it all do.")
    private @Nullable String labels;
    @UriParam(displayName = "Pictures before", description = "How many pictures of the time before an event are kept with it. 0 to 50.", defaultValue = "2")
    private int before = 2;
    @UriParam(displayName = "Pictures after", description = "How many pictures of the time after it are. 0 to 50.", defaultValue = "2")
    private int after = 2;
    @UriParam(displayName = "Pictures apart", description = "How far apart the pictures before and after are, at least. 0s to 1d.", defaultValue = "500ms")
    private Duration every = Duration.ofMillis(500);
    @UriParam(displayName = "Pause", description = "How long after an event no other one of the same camera begins. 0s to 1d.", defaultValue = "10s")
    private Duration pause = Duration.ofSeconds(10);
    @UriParam(displayName = "Room on disk", description = "How much the album may take on the disk; beyond it the oldest events go. 1MiB to 1024GiB.", defaultValue = "200MiB")
    private String keep = "200MiB";
    @UriParam(displayName = "Folder", description = "Where the album is. Default: snapshots and the name in the state folder.", label = "advanced")
    private @Nullable String folder;
    @UriParam(displayName = "Made unrecognizable", description = "Labels whose boxes are made unrecognizable in what is kept, parted by commas. What the model does not find stays as it is.")
    private @Nullable String blur;
    @UriParam(displayName = "Boxes", description = "Whether boxes, paths and places are drawn into what is kept.", defaultValue = "false")
    private boolean boxes;

    private volatile @Nullable Path album;

    SnapshotEndpoint(String uri, SnapshotComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    Settings settings() {
        Set<Occasion> all = EnumSet.noneOf(Occasion.class);
        Labels.of(when).forEach(occasion -> all.add(Occasion.valueOf(occasion)));
        return new Settings(all, Labels.of(labels), before, after, every, pause, ByteSize.parse(keep).orElse(0), new Drawing.Style(java.util.List.of(), Labels.of(blur), boxes, boxes, boxes, boxes));
    }

    @Override
    public void prepare(Step step) {
        String given = folder;
        album = given == null ? step.host().state().resolve("snapshots").resolve(SnapshotCheck.fileName(name)) : step.folder().resolve(given).normalize();
    }

    /** Where the album is; the step has been prepared. */
    Path album() {
        return java.util.Objects.requireNonNull(album, "not prepared");
    }

    @Override
    public Producer createProducer() {
        SnapshotCheck.refuse(this);
        return new SnapshotProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("snapshot is a step, not a source: use it in to, after infer");
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getWhen() {
        return when;
    }

    public void setWhen(String when) {
        this.when = when;
    }

    public @Nullable String getLabels() {
        return labels;
    }

    public void setLabels(@Nullable String labels) {
        this.labels = labels;
    }

    public int getBefore() {
        return before;
    }

    public void setBefore(int before) {
        this.before = before;
    }

    public int getAfter() {
        return after;
    }

    public void setAfter(int after) {
        this.after = after;
    }

    public Duration getEvery() {
        return every;
    }

    public void setEvery(Duration every) {
        this.every = every;
    }

    public Duration getPause() {
        return pause;
    }

    public void setPause(Duration pause) {
        this.pause = pause;
    }

    public String getKeep() {
        return keep;
    }

    public void setKeep(String keep) {
        this.keep = keep;
    }

    public @Nullable String getFolder() {
        return folder;
    }

    public void setFolder(@Nullable String folder) {
        this.folder = folder;
    }

    public @Nullable String getBlur() {
        return blur;
    }

    public void setBlur(@Nullable String blur) {
        this.blur = blur;
    }

    public boolean isBoxes() {
        return boxes;
    }

    public void setBoxes(boolean boxes) {
        this.boxes = boxes;
    }
}
