package io.headwater.annotate;

import io.headwater.exchange.Drawing;
import io.headwater.exchange.Labels;
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

/** Draws what a model found onto the picture, which goes on in the place of the answer. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "annotate", title = "Annotate", syntax = "annotate:name", producerOnly = true, remote = false,
        category = {Category.AI, Category.TRANSFORMATION})
public final class AnnotateEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the drawing, for people to read.")
    @Metadata(required = true)
    private String name;
    @UriParam(description = "Labels to draw, parted by commas. Without it all are drawn.")
    private @Nullable String labels;
    @UriParam(displayName = "Made unrecognizable", description = "Labels whose boxes are made unrecognizable, parted by commas, as in person, face. What the model does not find stays as it is.")
    private @Nullable String blur;
    @UriParam(displayName = "Boxes", description = "Whether boxes, keypoints, areas and words are drawn. Without them only what is to be unrecognizable is done, and places and paths.", defaultValue = "true")
    private boolean boxes = true;
    @UriParam(displayName = "Scores", description = "Whether the score stands beside the label.", defaultValue = "true")
    private boolean scores = true;
    @UriParam(displayName = "Paths", description = "Whether the path of an object that is followed is drawn.", defaultValue = "true")
    private boolean paths = true;
    @UriParam(displayName = "Places", description = "Whether zones and lines that are watched are drawn, with who is in them and who crosses them in this picture.", defaultValue = "true")
    private boolean places = true;

    AnnotateEndpoint(String uri, AnnotateComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    Drawing.Style style() {
        return new Drawing.Style(Labels.of(labels), Labels.of(blur), boxes, scores, paths, places);
    }

    @Override
    public Producer createProducer() {
        return new AnnotateProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("annotate is a step, not a source: use it in to, after infer");
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public @Nullable String getLabels() {
        return labels;
    }

    public void setLabels(@Nullable String labels) {
        this.labels = labels;
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

    public boolean isScores() {
        return scores;
    }

    public void setScores(boolean scores) {
        this.scores = scores;
    }

    public boolean isPaths() {
        return paths;
    }

    public void setPaths(boolean paths) {
        this.paths = paths;
    }

    public boolean isPlaces() {
        return places;
    }

    public void setPlaces(boolean places) {
        this.places = places;
    }
}
