package io.headwater.stage;

import io.headwater.flow.Origin;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the key of what is in a stage: the name of its source, or what an expression in Camel's Simple language says. Items for
 *  which it can say nothing have one key together. */
final class Key {
    /** The word for the item's source. */
    static final String SOURCE = "source";
    private static final Logger LOG = LoggerFactory.getLogger(Key.class);
    private static final Object NONE = new Object();

    private final String text;
    private final String stage;
    private final @Nullable Expression expression;
    private volatile boolean warned;

    /** <p>Errors: what Camel throws for an expression that cannot be read. */
    Key(String text, String stage, CamelContext context) {
        this.text = text;
        this.stage = stage;
        if (text.equals(SOURCE)) {
            expression = null;
        } else {
            expression = context.resolveLanguage("simple").createExpression(text);
            expression.init(context);
        }
    }

    /** Whether a key can be meant by it: without a function an expression says the same of every item. */
    static boolean isKey(String text) {
        return text.equals(SOURCE) || text.contains("${");
    }

    Object of(Exchange exchange) {
        try {
            Expression says = expression;
            Object key;
            if (says == null) {
                Origin origin = Parcel.origin(exchange.getIn().getBody());
                key = origin == null ? null : origin.source();
            } else {
                key = says.evaluate(exchange, String.class);
            }
            return key == null ? NONE : key;
        } catch (RuntimeException e) {
            if (!warned) {
                warned = true;
                LOG.warn("stage {}: key {} says nothing of an item ({}); all such items come one after the other", stage, text, e.getMessage());
            }
            return NONE;
        }
    }
}
