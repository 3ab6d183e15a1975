package io.headwater.runtime.testing;

import io.headwater.runtime.check.Place;
import io.headwater.runtime.check.Replacements;
import io.headwater.runtime.check.Replay;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One test of one or more route files, as its own file states it.
 *
 *  @param file the test's file
 *  @param name what it shows
 *  @param routes the route files that it runs
 *  @param models folders with models beside those of the routes
 *  @param given what it puts in place of what the routes say
 *  @param replay the routes with that
 *  @param time the moment at which it plays, where nothing in it is live
 *  @param limit how long it may take
 *  @param until how many items steps must have taken before it ends; empty where its sources end by themselves
 *  @param faults what goes wrong on purpose */
record RouteTest(Path file, Place at, String name, List<Path> routes, List<Path> models, Replacements given, Replay replay, Instant time,
        Duration limit, Map<String, Amount> until, List<Fault> faults, Expectation expected) {

    /** What must have come out of it.
     *
     *  @param frames frames that its sources gave; null where that does not matter
     *  @param ledger by {@code route/step}, then by figure, as in {@code passed} and {@code dropped (shed)}
     *  @param left records by channel; null where that does not matter
     *  @param waited records that waited when the broker came back; null where that does not matter
     *  @param summaries the golden file of the records; null where there is none
     *  @param boxes the golden file of boxes; null where there is none */
    record Expectation(@Nullable Amount frames, Map<String, Map<String, Amount>> ledger, @Nullable Map<String, Amount> left, @Nullable Place leftAt,
            @Nullable Amount waited, @Nullable GoldenFile summaries, @Nullable BoxesWanted boxes) {}

    /** A file with results of an earlier run, beside the test. */
    record GoldenFile(Path path, Place at) {}

    /** Boxes of which frames, found by which step.
     *
     *  @param frames by their sequence numbers, from 0 */
    record BoxesWanted(GoldenFile golden, String step, List<Long> frames) {}
}
