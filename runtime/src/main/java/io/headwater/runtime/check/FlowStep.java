package io.headwater.runtime.check;

import io.headwater.exchange.StepCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step as far as the values that flow through it go. */
sealed interface FlowStep {

    /** A source, or a step that sends.
     *
     *  @param check what its component knows; null for components of Camel's
     *  @param name of a stage; empty for other components
     *  @param leaves whether what is sent to it leaves the box, or is kept outside of the outbox
     *  @param sends whether the same values go on behind it */
    record Endpoint(String scheme, @Nullable StepCheck check, StepCheck.Options options, StepCheck.Findings findings, String name, boolean leaves,
            boolean sends) implements FlowStep {}

    /** Any other step.
     *
     *  @param kind its name in the YAML DSL
     *  @param branches the lists of steps inside of it */
    record Block(String kind, List<List<FlowStep>> branches) implements FlowStep {}
}
