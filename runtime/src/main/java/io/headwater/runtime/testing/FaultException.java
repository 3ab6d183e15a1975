package io.headwater.runtime.testing;

/** A step failed since a test wants it to; counted under this name. */
final class FaultException extends Exception {
    private static final long serialVersionUID = 1;

    FaultException(String step) {
        super("the test lets " + step + " fail here");
    }
}
