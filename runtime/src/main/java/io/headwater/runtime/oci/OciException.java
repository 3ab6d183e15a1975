package io.headwater.runtime.oci;

/** Why an artifact cannot be brought or packed, in a sentence, and what to do. */
public final class OciException extends Exception {
    private static final long serialVersionUID = 1;

    private final String fix;
    private final boolean outside;

    private OciException(String message, String fix, boolean outside) {
        super(message);
        this.fix = fix;
        this.outside = outside;
    }

    /** The artifact or what was asked for is wrong. */
    static OciException wrong(String message, String fix) {
        return new OciException(message, fix, false);
    }

    /** The surroundings do not allow it: registry, line, disk. */
    static OciException outside(String message, String fix) {
        return new OciException(message, fix, true);
    }

    public String fix() {
        return fix;
    }

    /** Whether it lies in the surroundings. */
    public boolean isOutside() {
        return outside;
    }
}
