package io.headwater.bench;

/** Gives records to Kafka in one way, as fast as that way takes them.
 *  <p>Threading: one thread. */
interface Feed {
    /** Gives records; returns when all were given, not when Kafka has them. */
    void give(int records) throws Exception;

    /** How it went, in words; empty where there is nothing to say. */
    String facts();
}
