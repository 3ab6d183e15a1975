package io.headwater.track;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Detections;
import io.headwater.flow.Fate;
import io.headwater.flow.Inference;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Puts the detections of objects in the place of what the detector found, in the order of the source. Each start begins anew. */
final class TrackProducer extends StepProducer {
    static final Fate LATE = Fate.dropped("late");

    private final TrackEndpoint endpoint;
    private final Settings settings;
    private volatile Tracker tracker;

    TrackProducer(TrackEndpoint endpoint, Settings settings) {
        super(endpoint);
        this.endpoint = endpoint;
        this.settings = settings;
        this.tracker = new Tracker(settings);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        tracker = new Tracker(settings);
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) {
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof Inference inference) || !(inference.answer() instanceof Detections found)) {
            throw new IllegalArgumentException("track:" + endpoint.getName() + " got " + got(body) + ", it follows inferences that are Detections: put it after infer, with a model that finds boxes");
        }
        Detections followed = tracker.follow(inference, found);
        if (followed == null) {
            return LATE;
        }
        exchange.getMessage().setBody(inference.with(followed));
        return Fate.PASSED;
    }

    private static String got(@Nullable Object body) {
        return body instanceof Inference i ? "an inference of " + i.model() + " that is " + i.answer().getClass().getSimpleName()
                : body == null ? "nothing" : body.getClass().getName();
    }

    @Override
    protected boolean ordered() {
        return true;
    }
}
