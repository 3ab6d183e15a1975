package io.headwater.camera;

import io.headwater.flow.Priority;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Reads frames from a camera, a stream, a video file or a test pattern. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "camera", title = "Camera", syntax = "camera:name", consumerOnly = true, remote = false,
        category = {Category.IOT, Category.AI})
public class CameraEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the camera, as frames and summaries carry it.")
    @Metadata(required = true)
    private String name = "";

    @UriParam(displayName = "Where from", description = "Where to read from: a video file (against the folder of the route's file), a device such as /dev/video0 or 0, "
            + "rtsp://…, http://…, or test for a test pattern.")
    @Metadata(required = true)
    private String location = "";

    @UriParam(displayName = "Play again", description = "Plays a file again from its beginning when it ends; event time goes on. Files only.", defaultValue = "false")
    private boolean loop;

    @UriParam(description = "How a file is played: REALTIME by its time stamps, as a live camera would, the newest frame wins; FAST as fast as "
            + "the route takes it, without loss. Files only.", defaultValue = "REALTIME")
    private Pace pace = Pace.REALTIME;

    @UriParam(displayName = "Time of the first frame", description = "Event time of a file's first frame, such as 2026-05-04T08:00:00Z. Default: the moment it starts. Files only.")
    private @Nullable String start;

    @UriParam(displayName = "Frames a second", description = "Frames a second asked of a device, or made by the test pattern (25 by default). Default for a device: what it gives.")
    private @Nullable Double fps;

    @UriParam(displayName = "Width (pixels)", description = "Width in pixels asked of a device, or of the test pattern; for a stream, what it is reckoned to have when memory is checked. With height.")
    private @Nullable Integer width;

    @UriParam(displayName = "Height (pixels)", description = "Height in pixels asked of a device, or of the test pattern; for a stream, what it is reckoned to have when memory is checked. With width.")
    private @Nullable Integer height;

    @UriParam(displayName = "RTSP transport", description = "How an RTSP camera sends its packets. UDP loses some on a busy network.", defaultValue = "TCP")
    private Transport transport = Transport.TCP;

    @UriParam(displayName = "Wait before another try", description = "Delay before a live source that failed is tried again; doubled each time, up to 30 seconds.", defaultValue = "1s",
            javaType = "java.time.Duration")
    private Duration reconnectDelay = Duration.ofSeconds(1);

    @UriParam(displayName = "Silence before reopening", description = "How long a live source may give no frame before it is opened again.", defaultValue = "10s",
            javaType = "java.time.Duration")
    private Duration stallTimeout = Duration.ofSeconds(10);

    @UriParam(displayName = "Frames in all", description = "Ends after this many frames; 0 for all.", defaultValue = "0")
    private long frames;

    @UriParam(displayName = "Share", description = "Its share of processor time and of memory for frames beside other cameras where there is too little for all: 2 has twice as much as 1. 1 to 100.", defaultValue = "1")
    private int weight = 1;

    @UriParam(description = "Who goes first where there is too little processor time for all: HIGH has ten times as much as all cameras at NORMAL together, and those ten times as much as all at LOW. "
            + "Among cameras of one priority, shares hold.", defaultValue = "NORMAL")
    private Priority priority = Priority.NORMAL;

    @UriParam(displayName = "Key frames only", description = "Decodes key frames only, for a route that wants a picture every second or so: much cheaper where the video is H.264 or H.265. "
            + "The other frames are held back, and counted.", defaultValue = "false")
    private boolean keyFramesOnly;

    @UriParam(description = "Threads that decode. One leaves the other cores to the models.", defaultValue = "1", label = "advanced")
    private int decoderThreads = 1;

    public CameraEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (!location.equals("test")) {
            Ffmpeg.preload();
        }
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        CameraConsumer consumer = new CameraConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("camera gives frames and takes none: use it as the from of a route");
    }

    Settings settings(Path folder) {
        return new Settings(name, Location.of(location, folder), loop, pace, start == null ? null : instant(start), fps == null ? 0 : fps,
                width == null ? 0 : width, height == null ? 0 : height, transport, reconnectDelay, stallTimeout, frames, weight, priority, keyFramesOnly, decoderThreads);
    }

    /** The options that are set, as text. */
    Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        values.put("name", name);
        values.put("location", location);
        values.put("loop", Boolean.toString(loop));
        values.put("pace", pace.name());
        values.put("reconnectDelay", Long.toString(reconnectDelay.toMillis()));
        values.put("stallTimeout", Long.toString(stallTimeout.toMillis()));
        values.put("frames", Long.toString(frames));
        values.put("weight", Integer.toString(weight));
        values.put("priority", priority.name());
        values.put("keyFramesOnly", Boolean.toString(keyFramesOnly));
        values.put("decoderThreads", Integer.toString(decoderThreads));
        put(values, "start", start);
        put(values, "fps", fps);
        put(values, "width", width);
        put(values, "height", height);
        return values;
    }

    private static void put(Map<String, String> values, String option, @Nullable Object value) {
        if (value != null) {
            values.put(option, value.toString());
        }
    }

    /** An instant as {@code 2026-05-04T08:00:00Z} or {@code 2026-05-04T10:00:00+02:00}.
     *  <p>Errors: {@link IllegalArgumentException}. */
    static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("camera.start is " + text + ", must be a moment such as 2026-05-04T08:00:00Z", e);
        }
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getLocation() {
        return location;
    }

    public void setLocation(String location) {
        this.location = location;
    }

    public boolean isLoop() {
        return loop;
    }

    public void setLoop(boolean loop) {
        this.loop = loop;
    }

    public Pace getPace() {
        return pace;
    }

    public void setPace(Pace pace) {
        this.pace = pace;
    }

    public @Nullable String getStart() {
        return start;
    }

    public void setStart(@Nullable String start) {
        this.start = start;
    }

    public @Nullable Double getFps() {
        return fps;
    }

    public void setFps(@Nullable Double fps) {
        this.fps = fps;
    }

    public @Nullable Integer getWidth() {
        return width;
    }

    public void setWidth(@Nullable Integer width) {
        this.width = width;
    }

    public @Nullable Integer getHeight() {
        return height;
    }

    public void setHeight(@Nullable Integer height) {
        this.height = height;
    }

    public Transport getTransport() {
        return transport;
    }

    public void setTransport(Transport transport) {
        this.transport = transport;
    }

    public Duration getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(Duration reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public Duration getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    public long getFrames() {
        return frames;
    }

    public void setFrames(long frames) {
        this.frames = frames;
    }

    public int getWeight() {
        return weight;
    }

    public void setWeight(int weight) {
        this.weight = weight;
    }

    public Priority getPriority() {
        return priority;
    }

    public void setPriority(Priority priority) {
        this.priority = priority;
    }

    public boolean isKeyFramesOnly() {
        return keyFramesOnly;
    }

    public void setKeyFramesOnly(boolean keyFramesOnly) {
        this.keyFramesOnly = keyFramesOnly;
    }

    public int getDecoderThreads() {
        return decoderThreads;
    }

    public void setDecoderThreads(int decoderThreads) {
        this.decoderThreads = decoderThreads;
    }
}
