package io.headwater.exchange;

/** An endpoint that gets ready for each step that uses it: loads a model, opens a store, recovers windows. */
public interface StepAware {
    /** Called when the step's route starts, before its first item.
     *  <p>Errors: what it throws stops the route from starting and is shown to the user, so the text says what to do. */
    void prepare(Step step) throws Exception;

    /** Whether the step keeps a core busy, so that sources take turns at it when there are too few cores. */
    default boolean computes() {
        return false;
    }

    /** Called when the step's route drains: everything the step still holds is handed on, downstream steps still run. */
    default void flush(Step step) {}

    /** Called when the step's route has stopped. */
    default void release(Step step) {}
}
