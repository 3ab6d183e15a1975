package io.headwater.runtime.explain;

import io.headwater.exchange.Flow;
import io.headwater.runtime.check.FlowRoute;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All that is told of one route, or of what else has steps in a file.
 *
 *  @param name its id, or else what it is
 *  @param kind {@code route}, or its name in Camel's YAML DSL
 *  @param says what its file says of it; empty where it says nothing
 *  @param settings what is set for it as a whole, as in {@code autoStartup: false}
 *  @param isHandled whether some error handling of the given files may take what fails
 *  @param picturesStay whether {@code headwater.privacy} forbids pictures to leave */
public record Account(String name, String kind, String says, Path file, int line, List<String> settings, List<Line> lines, boolean isHandled, boolean picturesStay) {
    boolean isRoute() {
        return FlowRoute.ROUTES.contains(kind);
    }

    Stream<Line.Step> steps() {
        return lines.stream().filter(Line.Step.class::isInstance).map(Line.Step.class::cast);
    }

    /** What is to be known beyond what its steps tell of what leaves. */
    List<String> privacy() {
        List<String> out = steps().filter(Line.Step::letsPicturesOut).map(Line.Step::name).toList();
        boolean vague = steps().anyMatch(step -> !step.told().leaves().isEmpty() && step.came().kind() == Flow.Kind.UNKNOWN);
        String pictures = !out.isEmpty() ? "Pictures can leave, at " + String.join(", ", out) + "."
                : vague ? "No picture leaves by it, unless an expression takes one out of what a model said." : "No picture leaves by it.";
        String setting = picturesStay && !out.isEmpty() ? "headwater.privacy is no-pictures-leave, and that cannot be checked there."
                : picturesStay ? "headwater.privacy is no-pictures-leave: a route by which pictures could leave is refused."
                : "headwater.privacy is not set: a change by which pictures leave would not be refused.";
        String console = "The console shows its pictures to those who can reach it: this machine only, unless --host says otherwise.";
        return steps().anyMatch(step -> step.kind().equals("infer")) ? List.of(pictures, setting, console) : List.of(pictures, setting);
    }

    /** What becomes of what fails. */
    String failing() {
        return isHandled ? "What fails is handled as errorHandler, onException or routeConfiguration of these files say." : "What fails goes no further and is not tried again; the route goes on.";
    }
}
