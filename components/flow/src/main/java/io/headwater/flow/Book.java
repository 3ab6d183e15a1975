package io.headwater.flow;

import java.util.Map;

/** The figures of one {@link Account} at one moment.
 *
 *  @param in items that came in
 *  @param passed went on
 *  @param absorbed became part of something larger
 *  @param made outputs that the step made of its own
 *  @param heldBack by reason
 *  @param dropped by reason
 *  @param failed by reason
 *  @param inFlight in the step now, counted by itself */
public record Book(String route, String step, String kind, Unit unit, long in, long passed, long absorbed, long made,
        Map<String, Long> heldBack, Map<String, Long> dropped, Map<String, Long> failed, long inFlight) {

    public static long total(Map<String, Long> reasons) {
        return reasons.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@code in − passed − absorbed − held back − dropped − failed − in flight}: 0 when every item is accounted for. */
    public long difference() {
        return in - passed - absorbed - total(heldBack) - total(dropped) - total(failed) - inFlight;
    }
}
