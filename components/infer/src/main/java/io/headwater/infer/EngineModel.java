package io.headwater.infer;

import java.nio.ByteBuffer;
import java.util.List;

/** A model's file, opened by an engine.
 *  <p>Ownership: closed once, when no place is left.
 *  <p>Threading: places may be made and run side by side. */
interface EngineModel extends AutoCloseable {
    /** Reports where the declared input is not the file's. */
    void check(ModelInput input, Declaration at);

    /** What the file says of its outputs. */
    Outputs outputs(ModelInput input);

    /** The outputs that a head reads: those it names, else all of float32. */
    List<String> read(Head head);

    /** A worker's place.
     *
     *  @param outputs that are read, by name */
    Place place(ModelInput input, List<String> outputs) throws EngineException;

    /** Inputs in words, as in {@code image float32 [1, 3, 288, 384]}. */
    List<String> inputSummary();

    List<String> outputSummary();

    @Override
    void close();

    /** The memory of one worker's runs.
     *  <p>Ownership: owns it until closed.
     *  <p>Threading: one thread at a time. */
    interface Place extends AutoCloseable {
        /** Where the input goes, in native order. */
        ByteBuffer input();

        /** Runs once, and hands the outputs over. */
        void run(Look look) throws EngineException;

        /** Ends the run that is under way with an {@link EngineException}, where the engine can; the place is of no use afterwards. From any thread. */
        void stop();

        @Override
        void close();
    }
}
