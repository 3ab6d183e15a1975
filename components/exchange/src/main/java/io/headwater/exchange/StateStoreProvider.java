package io.headwater.exchange;

import org.apache.camel.CamelContext;

/** Opens the {@link StateStore} of an application. Found by {@link java.util.ServiceLoader}. */
public interface StateStoreProvider {
    StateStore open(CamelContext context);
}
