package io.headwater.runtime;

/** Tells why the application could not start or had to end, in a sentence. */
public final class Failure {
    private Failure() {}

    static int show(Throwable error) {
        Throwable cause = deepest(error);
        String text = text(error);
        if (text.startsWith("error:")) {
            System.err.println(text);
            return ExitCode.SURROUNDINGS;
        }
        System.err.println("error: " + text);
        if (System.getenv("HEADWATER_DEBUG") != null) {
            error.printStackTrace();
        }
        return cause instanceof java.net.BindException || cause instanceof java.io.IOException ? ExitCode.SURROUNDINGS : ExitCode.FAILED;
    }

    /** What the deepest cause says. */
    public static String text(Throwable error) {
        Throwable cause = deepest(error);
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Throwable deepest(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }
}
