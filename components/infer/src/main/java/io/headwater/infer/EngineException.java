package io.headwater.infer;

/** An engine cannot open a model, or a run of it failed; the message is the engine's own. */
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1;

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
