package io.headwater.infer.seal;

/** Why a folder is not what somebody who is trusted has signed, in a sentence, and what to do. */
public final class SealException extends Exception {
    private static final long serialVersionUID = 1;

    private final String fix;

    SealException(String message, String fix) {
        super(message);
        this.fix = fix;
    }

    public String fix() {
        return fix;
    }
}
