package io.headwater.infer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model that steps run, and how it stands with its versions.
 *
 *  @param use null where every route names its version itself
 *  @param before versions that were in use before and did well, the last one first
 *  @param tried the version that has a share of the frames now
 *  @param refused versions that were tried and did not do, and why
 *  @param steps that run it */
public record ModelLine(String model, @Nullable String use, List<String> before, @Nullable String tried, Map<String, String> refused, List<StepLine> steps) {

    /** What a step runs.
     *
     *  @param pinned whether its route names the version
     *  @param beside versions that run beside: one that is tried, one in the shadow */
    public record StepLine(String route, String step, String version, boolean pinned, List<BesideLine> beside) {}

    /** How it goes with a version that runs beside the one in use.
     *
     *  @param shadow whether nothing of it goes on
     *  @param frames that it was given
     *  @param letOut answers of it that went on
     *  @param agreement share of what was said lately that both said, 0..1; NaN while nothing was
     *  @param p99 its latency at the 99th percentile
     *  @param p99InUse the same of the version in use, on the same frames */
    public record BesideLine(String version, boolean shadow, Instant since, long frames, long letOut, long failed, double agreement, Duration p99, Duration p99InUse) {}
}
