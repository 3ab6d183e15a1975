package io.headwater.runtime.check;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck.Findings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows what flows through routes, from each source to its end and across stages: whether every step gets what it takes, every
 *  stage is read, and no picture leaves where it must not. */
final class FlowCheck {
    static final String STAGE = "stage";
    /** Steps that leave the values as they are; those inside of them get the same. */
    private static final Set<String> KEEP = Set.of("choice", "circuitBreaker", "delay", "doTry", "filter", "idempotentConsumer", "loadBalance", "log",
            "multicast", "recipientList", "removeHeader", "removeHeaders", "removeProperties", "removeProperty", "removeVariable", "rollback", "routingSlip",
            "saga", "sample", "setExchangePattern", "setHeader", "setHeaders", "setProperty", "setVariable", "setVariables", "stop", "threads",
            "throttle", "throwException", "validate");
    /** Steps that are nothing but the list inside of them. */
    private static final Set<String> GROUPS = Set.of("pipeline", "step");

    private final boolean picturesStay;
    private final Map<String, Flow> written = new HashMap<>();
    private boolean aloud;

    /** @param picturesStay whether {@code headwater.privacy} is {@code no-pictures-leave} */
    FlowCheck(boolean picturesStay) {
        this.picturesStay = picturesStay;
    }

    /** @param routes each a source and what follows it */
    void run(List<List<FlowStep>> routes) {
        for (int round = 0; round <= routes.size(); round++) { // a stage may be read before the file that writes it
            Map<String, Flow> before = Map.copyOf(written);
            routes.forEach(this::route);
            if (written.equals(before)) {
                break;
            }
        }
        aloud = true;
        routes.forEach(this::route);
        stages(routes);
    }

    private void route(List<FlowStep> route) {
        list(route, Flow.UNKNOWN);
    }

    private Flow list(List<FlowStep> steps, Flow in) {
        Flow now = in;
        for (FlowStep step : steps) {
            now = switch (step) {
                case FlowStep.Endpoint endpoint -> endpoint(endpoint, now);
                case FlowStep.Block block -> block(block, now);
            };
        }
        return now;
    }

    private Flow endpoint(FlowStep.Endpoint step, Flow in) {
        Findings findings = aloud ? step.findings() : Findings.NONE;
        if (picturesStay && step.leaves() && in.pictures()) {
            findings.report(null, Rule.PICTURES_STAY, (in.kind() == Flow.Kind.FRAMES ? "frames go to " : "what may be made of frames goes to ") + step.scheme()
                    + " here, and headwater.privacy is no-pictures-leave", "send what infer or summarize makes of them");
        }
        Flow out = step.check() == null ? step.sends() ? in : in.unknown() : step.check().flow(step.options(), in, findings);
        if (!step.name().isEmpty()) {
            if (step.options().source()) {
                return written.getOrDefault(step.name(), Flow.UNKNOWN);
            }
            written.merge(step.name(), in, Flow::or);
        }
        return out;
    }

    private Flow block(FlowStep.Block block, Flow in) {
        boolean keeps = KEEP.contains(block.kind());
        if (GROUPS.contains(block.kind())) {
            return block.branches().isEmpty() ? in : list(block.branches().getFirst(), in);
        }
        Flow out = keeps ? in : in.unknown();
        for (List<FlowStep> branch : block.branches()) {
            out = out.or(list(branch, keeps ? in : in.unknown()));
        }
        return out;
    }

    private void stages(List<List<FlowStep>> routes) {
        Set<String> read = new HashSet<>();
        for (List<FlowStep> route : routes) {
            if (!route.isEmpty() && route.getFirst() instanceof FlowStep.Endpoint source && !source.name().isEmpty()) {
                if (!read.add(source.name())) {
                    source.findings().report(null, Rule.STAGE, "stage " + source.name() + " is read by another route too, it has one reader",
                            "send to two stages, by multicast, and read each; or set workers");
                } else if (!written.containsKey(source.name())) {
                    source.findings().report(null, Rule.LOOSE_STAGE, "stage " + source.name() + " is read here, and no route given writes it", "mend its name, or give the route that writes it too");
                }
            }
        }
        routes.forEach(route -> unread(route, read));
    }

    private void unread(List<FlowStep> steps, Set<String> read) {
        for (FlowStep step : steps) {
            if (step instanceof FlowStep.Block block) {
                block.branches().forEach(branch -> unread(branch, read));
            } else if (step instanceof FlowStep.Endpoint to && !to.name().isEmpty() && !to.options().source() && !read.contains(to.name())) {
                to.findings().report(null, Rule.LOOSE_STAGE, "stage " + to.name() + " is written here, and no route given reads it", "mend its name, or give the route that reads it too");
            }
        }
    }
}
