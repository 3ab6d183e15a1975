package io.headwater.bench;

/** Four cameras and a model that is too slow for them, in this process.
 *  <p>Ownership: what it started ends with {@link #close()}. */
interface Load extends AutoCloseable {
    int WIDTH = 1920;
    int HEIGHT = 1080;

    void start() throws Exception;

    /** How many frames of each camera the model has answered; read while it runs. */
    long[] answered();

    /** Frames that were given up on purpose, as far as it counts them; -1 where it does not. */
    long dropped();

    /** What its books say of the frames while it runs. */
    String books();

    /** Stops the cameras and lets through what is inside; what the books say then, empty where all is accounted for. */
    String stop() throws Exception;

    @Override
    void close() throws Exception;
}
