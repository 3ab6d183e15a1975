package io.headwater.runtime.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** What was recorded of a source, in its place: known only where tests run. {@code recorded:0} plays the first recording. */
final class RecordedComponent extends DefaultComponent {
    private final List<Path> recordings;

    RecordedComponent(List<Path> recordings) {
        this.recordings = recordings;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Path recording = recordings.get(Integer.parseInt(remaining));
        return new DefaultEndpoint(uri, this) {
            @Override
            public Consumer createConsumer(Processor processor) {
                return new RecordedConsumer(this, processor, recording);
            }

            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException("a recording takes nothing");
            }
        };
    }
}
