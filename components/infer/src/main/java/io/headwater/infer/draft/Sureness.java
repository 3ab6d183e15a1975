package io.headwater.infer.draft;

/** How sure a guess is. */
public enum Sureness {
    /** The file says so itself. */
    CERTAIN("certain"),
    /** Shapes and values fit this head and no other that is known. */
    LIKELY("likely"),
    /** Something fits, others would too. */
    GUESS("a guess");

    private final String text;

    Sureness(String text) {
        this.text = text;
    }

    /** As a person says it. */
    public String text() {
        return text;
    }
}
