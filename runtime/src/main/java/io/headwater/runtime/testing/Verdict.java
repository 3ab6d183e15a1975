package io.headwater.runtime.testing;

import java.util.List;

/** How a test ended. */
sealed interface Verdict {
    /** As expected.
     *
     *  @param updated what was written into golden files, in words */
    record Passed(List<String> updated) implements Verdict {}

    /** It ran, and something came out differently; the first difference is the first to look at. */
    record Failed(List<Difference> differences) implements Verdict {}

    /** It could not be run.
     *
     *  @param surroundings whether the disk or another part of the surroundings is to blame, and not the routes */
    record Broken(String reason, boolean surroundings) implements Verdict {}

    /** It was not run, or not to its end, because the whole run was stopped. */
    record Stopped() implements Verdict {}
}
