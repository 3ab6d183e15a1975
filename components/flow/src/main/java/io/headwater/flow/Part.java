package io.headwater.flow;

/** What one has had of what is shared in {@link Turns}.
 *  <p>Units: nanoseconds; had, for its weight.
 *  <p>Threading: none; guarded by the lock of the turns. */
final class Part {
    private static final int CREDIT_ITEMS = 2;
    private static final int MEMORY = 8;

    int weight;
    double had;
    private double cost;

    Part(int weight) {
        this.weight = weight;
    }

    /** It waits; short pauses between two items shall cost it nothing, long ones save nothing up. */
    void comes(double now) {
        had = Math.max(had, now - CREDIT_ITEMS * cost / weight);
    }

    /** Is charged with what a turn will take, lest one gets several before the first is paid; how much that was. */
    double charge() {
        double charged = cost / weight;
        had += charged;
        return charged;
    }

    void pay(double took, double charged) {
        had += took / weight - charged;
        cost += (took - cost) / MEMORY;
    }
}
