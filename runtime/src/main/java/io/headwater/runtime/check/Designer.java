package io.headwater.runtime.check;

/** A tool in which routes are drawn, and which writes a file anew when it opens or changes it. */
public enum Designer {
    /** Apache Camel Karavan: rewrites a file as soon as it is opened. */
    KARAVAN("Karavan"),
    /** Kaoto: rewrites a file when something in it is changed. */
    KAOTO("Kaoto");

    private final String title;

    Designer(String title) {
        this.title = title;
    }

    /** Its name in a sentence. */
    @Override
    public String toString() {
        return title;
    }
}
