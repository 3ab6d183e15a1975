package io.headwater.runtime.check;

import io.headwater.exchange.StepCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A step as far as the values that flow through it go. */
public sealed interface FlowStep {
    /** How the file says it. */
    Written written();

    /** Every source and every step that sends in here, however deep. */
    Stream<Endpoint> endpoints();

    /** A source, or a step that sends.
     *
     *  @param check what its component knows; null for components of Camel's
     *  @param findings takes what is wrong with it */
    record Endpoint(ComponentCatalog.Component component, @Nullable StepCheck check, StepCheck.Options options, StepCheck.Findings findings, Written written) implements FlowStep {
        @Override
        public Stream<Endpoint> endpoints() {
            return Stream.of(this);
        }

        /** The name of the stage that it reads or writes. */
        Optional<String> stage() {
            return component.scheme().equals("stage") ? options.text("name") : Optional.empty();
        }
    }

    /** Any other step. */
    record Block(Written written, List<Branch> branches) implements FlowStep {
        /** Its name in the YAML DSL. */
        public String kind() {
            return written.kind();
        }

        @Override
        public Stream<Endpoint> endpoints() {
            return branches.stream().flatMap(branch -> branch.steps().stream()).flatMap(FlowStep::endpoints);
        }
    }

    /** A list of steps inside of a step.
     *
     *  @param key what it stands below: {@code when}, {@code otherwise}; the kind of the step itself where it is its only list
     *  @param body the map that holds the list */
    record Branch(String key, Node body, List<FlowStep> steps) {}

    /** A step as it is written.
     *
     *  @param kind its name in the YAML DSL; {@code from} for a source
     *  @param key where that stands
     *  @param body what stands behind it
     *  @param kamelets the uses of Kamelets that it was written out from, the outermost first */
    record Written(String kind, Node key, Node body, List<KameletUse> kamelets) {
        static Written of(String kind, Node key, Node body, Node holder) {
            return new Written(kind, key, body, KameletSteps.usesOf(holder));
        }

        /** Its id; empty where it has none. */
        public String id() {
            return Nodes.get(body, "id").map(Nodes::text).orElse("");
        }
    }
}
