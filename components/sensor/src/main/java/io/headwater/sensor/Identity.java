package io.headwater.sensor;

import org.jspecify.annotations.Nullable;

/** Where a message says which message it is.
 *
 *  @param field path into its JSON; null where a property says it
 *  @param property user property of MQTT 5; null where a field says it */
record Identity(@Nullable String field, @Nullable String property) {
    static final Identity NONE = new Identity(null, null);
    private static final String PROPERTY = "property:";

    /** Reads {@code id}, {@code meta.id} or {@code property:id}. */
    static Identity of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        return text.startsWith(PROPERTY) ? new Identity(null, text.substring(PROPERTY.length())) : new Identity(text, null);
    }
}
