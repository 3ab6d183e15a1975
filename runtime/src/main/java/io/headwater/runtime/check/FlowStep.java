package io.headwater.runtime.check;

import io.headwater.exchange.StepCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A step as far as the values that flow through it go. */
sealed interface FlowStep {
    /** Every source and every step that sends in here, however deep. */
    Stream<Endpoint> endpoints();

    /** A source, or a step that sends.
     *
     *  @param check what its component knows; null for components of Camel's */
    record Endpoint(ComponentCatalog.Component component, @Nullable StepCheck check, StepCheck.Options options, StepCheck.Findings findings) implements FlowStep {
        @Override
        public Stream<Endpoint> endpoints() {
            return Stream.of(this);
        }

        /** The name of the stage that it reads or writes. */
        Optional<String> stage() {
            return component.scheme().equals("stage") ? options.text("name") : Optional.empty();
        }
    }

    /** Any other step.
     *
     *  @param kind its name in the YAML DSL
     *  @param branches the lists of steps inside of it */
    record Block(String kind, List<List<FlowStep>> branches) implements FlowStep {
        @Override
        public Stream<Endpoint> endpoints() {
            return branches.stream().flatMap(List::stream).flatMap(FlowStep::endpoints);
        }
    }
}
