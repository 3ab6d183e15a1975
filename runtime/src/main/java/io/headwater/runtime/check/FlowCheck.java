package io.headwater.runtime.check;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck.Findings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows what flows through routes, from each source to its end and across stages: whether every step gets what it takes, every
 *  stage is read, and no picture leaves where it must not. */
final class FlowCheck {
    /** Steps that leave the values as they are; those inside of them get the same. */
    private static final Set<String> KEEP = Set.of("choice", "circuitBreaker", "delay", "doTry", "filter", "idempotentConsumer", "loadBalance", "log",
            "multicast", "recipientList", "removeHeader", "removeHeaders", "removeProperties", "removeProperty", "removeVariable", "rollback", "routingSlip",
            "saga", "sample", "setExchangePattern", "setHeader", "setHeaders", "setProperty", "setVariable", "setVariables", "stop", "threads",
            "throttle", "throwException", "validate");
    /** Steps that are nothing but the list inside of them. */
    private static final Set<String> GROUPS = Set.of("pipeline", "step");

    /** Components of Camel's whose messages are empty: they only say that it is time. */
    private static final Set<String> CLOCKS = Set.of("timer", "scheduler", "quartz", "cron");

    private final boolean picturesStay;
    private final MemoryCheck memory;
    private final Map<String, Flow> written = new HashMap<>();
    private final Map<FlowStep, Flow> came = new IdentityHashMap<>();
    private final Map<FlowStep, Flow> gave = new IdentityHashMap<>();
    private boolean aloud;
    private int workers;

    /** @param picturesStay whether {@code headwater.privacy} is {@code no-pictures-leave}
     *  @param memory takes in each step with what comes to it */
    FlowCheck(boolean picturesStay, MemoryCheck memory) {
        this.picturesStay = picturesStay;
        this.memory = memory;
    }

    /** @param routes each a source and what follows it */
    void run(List<FlowRoute> routes) {
        for (int round = 0; round <= routes.size(); round++) { // a stage may be read before the file that writes it
            Map<String, Flow> before = Map.copyOf(written);
            routes.forEach(this::route);
            if (written.equals(before)) {
                break;
            }
        }
        aloud = true;
        routes.forEach(this::route);
        memory.run();
        stages(routes.stream().flatMap(route -> route.steps().stream()).flatMap(FlowStep::endpoints).toList());
    }

    /** What comes to each step. */
    Map<FlowStep, Flow> came() {
        return came;
    }

    /** What goes on behind each step. */
    Map<FlowStep, Flow> gave() {
        return gave;
    }

    private void route(FlowRoute route) {
        workers = memory.machine().workers();
        list(route.steps(), route.comes());
    }

    private Flow list(List<FlowStep> steps, Flow in) {
        Flow now = in;
        for (FlowStep step : steps) {
            came.put(step, step.written().kind().equals("errorHandler") ? FlowRoute.ANYTHING : now);
            now = switch (step) {
                case FlowStep.Endpoint endpoint -> endpoint(endpoint, now);
                case FlowStep.Block block -> block(block, now);
            };
            gave.put(step, now);
        }
        return now;
    }

    private Flow endpoint(FlowStep.Endpoint step, Flow in) {
        Findings findings = aloud ? step.findings() : Findings.NONE;
        if (picturesStay && step.component().leaves() && in.pictures()) {
            findings.report(null, Rule.PICTURES_STAY, (in.kind() == Flow.Kind.FRAMES ? "frames go to " : "what may be made of frames goes to ") + step.component().scheme()
                    + " here, and headwater.privacy is no-pictures-leave", "send what infer or summarize makes of them");
        }
        Flow come = step.stage().filter(stage -> step.options().source()).map(stage -> written.getOrDefault(stage, Flow.UNKNOWN)).orElse(in);
        step.stage().filter(stage -> !step.options().source()).ifPresent(stage -> written.merge(stage, in, Flow::or));
        came.put(step, come);
        if (step.check() == null) {
            return step.options().source() && CLOCKS.contains(step.component().scheme()) ? Flow.NOTHING : step.component().keepsBody() ? come : come.unknown();
        }
        if (step.options().source() && step.stage().isPresent()) {
            workers = step.options().number("workers").map(Double::intValue).orElse(1);
        }
        Flow out = step.check().flow(step.options(), come, findings);
        if (aloud) {
            memory.add(step, come, out, workers);
        }
        return out;
    }

    private Flow block(FlowStep.Block block, Flow in) {
        if (GROUPS.contains(block.kind())) {
            return block.branches().isEmpty() ? in : list(block.branches().getFirst().steps(), in);
        }
        if (block.kind().equals("wireTap")) { // its copy goes another way
            block.branches().forEach(branch -> list(branch.steps(), in));
            return in;
        }
        Flow given = KEEP.contains(block.kind()) ? in : in.unknown();
        Flow out = given;
        for (FlowStep.Branch branch : block.branches()) {
            out = out.or(list(branch.steps(), given));
        }
        return out;
    }

    private void stages(List<FlowStep.Endpoint> all) {
        Set<String> read = new HashSet<>();
        for (FlowStep.Endpoint from : all) {
            String stage = from.options().source() ? from.stage().orElse(null) : null;
            if (stage != null && !read.add(stage)) {
                from.findings().report(null, Rule.STAGE, "stage " + stage + " is read by another route too, it has one reader",
                        "send to two stages, by multicast, and read each; or set workers");
            } else if (stage != null && !written.containsKey(stage)) {
                loose(from, stage, "read", "writes");
            }
        }
        for (FlowStep.Endpoint to : all) {
            to.stage().filter(stage -> !to.options().source() && !read.contains(stage)).ifPresent(stage -> loose(to, stage, "written", "reads"));
        }
    }

    private static void loose(FlowStep.Endpoint at, String stage, String done, String missing) {
        at.findings().report(null, Rule.LOOSE_STAGE, "stage " + stage + " is " + done + " here, and no route given " + missing + " it",
                "mend its name, or give the route that " + missing + " it too");
    }
}
