package io.headwater.sensor;

/** A message in which there are no readings, or that does not say what its sensor was told it says. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String text) {
        super(text);
    }
}
