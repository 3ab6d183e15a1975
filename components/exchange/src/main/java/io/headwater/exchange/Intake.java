package io.headwater.exchange;

/** Looks at each item that a source is about to give, before anything counts it; as a test does that makes a camera stall.
 *  <p>Threading: called by the thread of each source, several at once. */
@FunctionalInterface
public interface Intake {
    /** Takes everything. */
    Intake ALL = (route, source, item) -> true;

    /** Whether the item comes at all; one that does not was never there.
     *
     *  @param source id of the source in its route
     *  @param item what the source shows of it: of a picture its {@link io.headwater.flow.Origin}, since there is no frame yet */
    boolean takes(String route, String source, Object item) throws InterruptedException;
}
