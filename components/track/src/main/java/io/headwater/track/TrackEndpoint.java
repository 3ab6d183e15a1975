package io.headwater.track;

import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Follows what a detector finds from picture to picture, camera by camera, and gives each object an id. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "track", title = "Track", syntax = "track:name", producerOnly = true, remote = false,
        category = {Category.AI, Category.TRANSFORMATION})
public final class TrackEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the tracker, for people to read.")
    @Metadata(required = true)
    private String name;
    @UriParam(displayName = "Sure from score", defaultValue = "0.5", description = "What scores at least this is matched first, and only that can begin a new object. 0.0 to 1.0.")
    private double highScore = 0.5;
    @UriParam(displayName = "Seen from score", defaultValue = "0.1", description = "What scores at least this, and less than the above, can only continue an object that was seen in the picture before, as when it is half hidden. The model must give such weak findings. 0.0 to 1.0, not above highScore.")
    private double lowScore = 0.1;
    @UriParam(displayName = "Least overlap", defaultValue = "0.2", description = "How much a box must overlap the place where an object is expected, as intersection over union, to be taken for it. 0.01 to 0.99; weak findings need 0.5 at least.")
    private double minIou = 0.2;
    @UriParam(displayName = "Pictures till sure", defaultValue = "2", description = "In how many pictures, one after the other, an object must be found before it has an id. 1 to 100.")
    private int minHits = 2;
    @UriParam(displayName = "Remembered for", defaultValue = "2s", description = "How long an object that is not found is looked for where it should be by now, in event time; it keeps its id. 0s to 10m.")
    private Duration maxLost = Duration.ofSeconds(2);
    @UriParam(displayName = "Places told", defaultValue = "16", description = "How many of the places where an object was last go on with it as its path. 0 to 1000.")
    private int pathLength = 16;

    TrackEndpoint(String uri, TrackComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public Producer createProducer() {
        TrackCheck.refuse(highScore, lowScore, minIou, minHits, maxLost, pathLength);
        return new TrackProducer(this, new Settings(highScore, lowScore, minIou, minHits, maxLost, pathLength));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("track is a step, not a source: use it in to, after infer");
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public double getHighScore() {
        return highScore;
    }

    public void setHighScore(double highScore) {
        this.highScore = highScore;
    }

    public double getLowScore() {
        return lowScore;
    }

    public void setLowScore(double lowScore) {
        this.lowScore = lowScore;
    }

    public double getMinIou() {
        return minIou;
    }

    public void setMinIou(double minIou) {
        this.minIou = minIou;
    }

    public int getMinHits() {
        return minHits;
    }

    public void setMinHits(int minHits) {
        this.minHits = minHits;
    }

    public Duration getMaxLost() {
        return maxLost;
    }

    public void setMaxLost(Duration maxLost) {
        this.maxLost = maxLost;
    }

    public int getPathLength() {
        return pathLength;
    }

    public void setPathLength(int pathLength) {
        this.pathLength = pathLength;
    }
}
