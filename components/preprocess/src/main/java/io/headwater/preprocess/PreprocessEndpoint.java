package io.headwater.preprocess;

import io.headwater.exchange.OpenCv;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import java.util.HashMap;
import java.util.List;
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

/** Crops, resizes and masks pictures. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "preprocess", title = "Preprocess", syntax = "preprocess:name", producerOnly = true, remote = false,
        category = {Category.AI, Category.TRANSFORMATION})
public class PreprocessEndpoint extends DefaultEndpoint implements StepAware {
    @UriPath(description = "Name of the step, for people to read.")
    @Metadata(required = true)
    private String name = "";

    @UriParam(displayName = "Part to cut out", description = "The part to cut out, as x,y,width,height in fractions of the picture that comes in: 0.5,0,0.5,1 is its right half.")
    private @Nullable String crop;

    @UriParam(displayName = "Width (pixels)", description = "Width in pixels of the picture that goes out. Without height, the proportions are kept.")
    private @Nullable Integer width;

    @UriParam(displayName = "Height (pixels)", description = "Height in pixels of the picture that goes out. Without width, the proportions are kept.")
    private @Nullable Integer height;

    @UriParam(displayName = "Areas to black out", description = "Areas to black out, each as x,y,width,height in fractions of the picture that comes in, with semicolons between them.")
    private @Nullable String mask;

    public PreprocessEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new PreprocessProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("preprocess changes frames and makes none: use it in the steps of a route");
    }

    @Override
    public boolean computes() {
        return true;
    }

    @Override
    public void prepare(Step step) {
        String wrong = PreprocessCheck.wrong(values());
        if (wrong != null) {
            throw new IllegalArgumentException(step + ": " + wrong);
        }
        if (change().isScaling()) {
            OpenCv.load();
        }
    }

    Change change() {
        return new Change(crop == null ? null : Area.of(crop), width == null ? 0 : width, height == null ? 0 : height,
                mask == null ? List.of() : Area.listOf(mask));
    }

    private Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        put(values, "crop", crop);
        put(values, "width", width);
        put(values, "height", height);
        put(values, "mask", mask);
        return values;
    }

    private static void put(Map<String, String> values, String option, @Nullable Object value) {
        if (value != null) {
            values.put(option, value.toString());
        }
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public @Nullable String getCrop() {
        return crop;
    }

    public void setCrop(@Nullable String crop) {
        this.crop = crop;
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

    public @Nullable String getMask() {
        return mask;
    }

    public void setMask(@Nullable String mask) {
        this.mask = mask;
    }
}
