package io.headwater.sensor;

/** A connection that could not be made; its message says why. */
final class BusException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean refused;

    BusException(String text) {
        this(new Away(text, false));
    }

    BusException(Away away) {
        super(away.why());
        this.refused = away.refused();
    }

    Away away() {
        return new Away(String.valueOf(getMessage()), refused);
    }
}
