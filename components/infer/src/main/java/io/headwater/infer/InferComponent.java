package io.headwater.infer;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** {@code infer:}. */
@Component(InferEndpoint.SCHEME)
public final class InferComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        InferEndpoint endpoint = new InferEndpoint(uri, this);
        endpoint.setModel(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
