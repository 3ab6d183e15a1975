package io.headwater.torture;

import java.util.Set;

/** Something outside of the box that gives it inputs, each under an id of its own, and keeps books of those that were acknowledged. */
interface Source extends AutoCloseable {
    String name();

    /** Begins to give inputs, until {@link #close()}, which waits for the answers that are outstanding. */
    void start();

    /** Ids of the inputs that were acknowledged to it; grows while it gives. */
    Set<String> acknowledged();

    /** What came of it in Kafka. */
    default Delivered delivered(String bootstrap) {
        return new Delivered(bootstrap, "from-" + name());
    }

    @Override
    void close() throws InterruptedException;
}
