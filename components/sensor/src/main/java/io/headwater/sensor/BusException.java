package io.headwater.sensor;

/** A connection that could not be made; its message says why, in words for people, without anything secret. */
final class BusException extends Exception {
    private static final long serialVersionUID = 1;

    BusException(String text) {
        super(text);
    }
}
