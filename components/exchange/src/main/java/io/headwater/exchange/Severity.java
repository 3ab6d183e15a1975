package io.headwater.exchange;

/** How bad a problem is. */
public enum Severity {
    /** The route is refused. */
    ERROR("error"),
    /** It is told, and refuses nothing. */
    WARNING("warning");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** As it stands in texts. */
    @Override
    public String toString() {
        return word;
    }
}
