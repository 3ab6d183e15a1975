package io.headwater.runtime.testing;

import java.time.Duration;
import java.util.List;

/** One test and how it ended.
 *
 *  @param steps the steps that it passed; empty where it could not be run */
record Outcome(RouteTest test, Verdict verdict, Duration took, List<Coverage.Step> steps) {}
