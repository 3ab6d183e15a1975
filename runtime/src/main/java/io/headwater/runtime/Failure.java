package io.headwater.runtime;

/** Tells why the application could not start or had to end, in a sentence. */
final class Failure {
    private Failure() {}

    static int show(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
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
}
