package io.headwater.camera;

/** Time of the pictures since the first one of the first round: strictly growing, across rounds and gaps in the stamps.
 *  <p>Units: nanoseconds. */
final class Timeline {
    private long origin = Long.MIN_VALUE;
    private long offset;
    private long last = -1;
    private long step;

    /** The time of the next picture.
     *
     *  @param stamp its presentation time; {@link Long#MIN_VALUE} for none
     *  @param nominal how long a picture is shown, where the stamps do not tell */
    long at(long stamp, long nominal) {
        long time;
        if (stamp == Long.MIN_VALUE) {
            time = last < 0 ? 0 : last + nominal;
        } else {
            if (origin == Long.MIN_VALUE) {
                origin = stamp;
            }
            time = offset + stamp - origin;
        }
        if (last >= 0) {
            time = Math.max(time, last + 1);
            step = time - last;
        }
        last = time;
        return time;
    }

    /** The next picture is the first of a new round; it follows the last one after the usual time. */
    void wrap(long nominal) {
        if (last >= 0) {
            offset = last + (nominal > 0 ? nominal : Math.max(1, step));
        }
        origin = Long.MIN_VALUE;
    }
}
