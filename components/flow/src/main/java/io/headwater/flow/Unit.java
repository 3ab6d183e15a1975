package io.headwater.flow;

/** What an account counts. */
public enum Unit {
    FRAMES, READINGS, RECORDS, ITEMS;

    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
