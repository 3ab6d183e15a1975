package io.headwater.runtime.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/** Has Camel read expressions of its Simple language, in a Camel that is made with the first of them and never started. */
final class SimpleText implements AutoCloseable {
    /** Nobody writes a longer one. */
    private static final int LONGEST = 20_000;

    private @Nullable DefaultCamelContext camel;
    private @Nullable Language simple;

    /** What Camel says against an expression; null when it takes it.
     *
     *  @param condition whether it must be true or false */
    @Nullable String refusal(String text, boolean condition) {
        if (text.length() > LONGEST) {
            return "it is longer than " + LONGEST + " characters";
        }
        try {
            Language language = language();
            if (condition) {
                language.createPredicate(text).init(camel);
            } else {
                language.createExpression(text).init(camel);
            }
            return null;
        } catch (RuntimeException | StackOverflowError e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
        }
    }

    private Language language() {
        Language made = simple;
        if (made == null) {
            camel = new DefaultCamelContext(false);
            camel.build();
            made = camel.resolveLanguage("simple");
            simple = made;
        }
        return made;
    }

    @Override
    public void close() {
        if (camel != null) {
            try {
                camel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
