package io.headwater.summarize;

/** What windows are kept apart by. */
public enum By {
    /** Each camera or sensor has windows of its own. */
    SOURCE
}
