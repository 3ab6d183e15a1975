package io.headwater.infer;

/** How far two versions of a model agreed lately.
 *  <p>Threading: safe. */
final class Agreements {
    private final double[] same;
    private final double[] of;
    private int next;
    private int count;
    private double allSame;
    private double all;

    /** @param recent pictures that are looked back on */
    Agreements(int recent) {
        same = new double[recent];
        of = new double[recent];
    }

    /** A picture of which neither version said anything tells nothing. */
    synchronized void add(Agreement.Share share) {
        if (share.of() == 0) {
            return;
        }
        allSame += share.same() - same[next];
        all += share.of() - of[next];
        same[next] = share.same();
        of[next] = share.of();
        next = (next + 1) % same.length;
        count = Math.min(count + 1, same.length);
    }

    /** Pictures that are looked back on. */
    synchronized int count() {
        return count;
    }

    /** 0..1; NaN while neither has said anything. */
    synchronized double share() {
        return count == 0 ? Double.NaN : allSame / all;
    }
}
