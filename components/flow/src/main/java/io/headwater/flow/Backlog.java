package io.headwater.flow;

/** What waits in a queue now.
 *
 *  @param items how many
 *  @param bytes what they hold
 *  @param ageNanos how long the oldest has waited there, in nanoseconds; 0 when none waits */
public record Backlog(int items, long bytes, long ageNanos) {
    /** Nothing waits. */
    public static final Backlog NONE = new Backlog(0, 0, 0);
}
