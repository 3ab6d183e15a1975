package io.headwater.exchange;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a component checks of a step beyond the types of its options, without starting anything: ranges, files, models.
 *  Found by {@link java.util.ServiceLoader}; one a scheme. */
public interface StepCheck {
    String scheme();

    /** Reports everything that is wrong with the step. Options of a wrong type were reported before and are absent here. */
    void check(Options step, Findings findings);

    /** What goes on from the step, and what is wrong with what comes to it. Asked for each step once all of a set of routes has been
     *  checked, more than once where routes hang together by stages.
     *
     *  @param in what comes; {@link Flow#UNKNOWN} at a source */
    default Flow flow(Options step, Flow in, Findings findings) {
        return in;
    }

    /** Whether the source comes to an end by itself, as a recording does. */
    default boolean ends(Options step) {
        return false;
    }

    /** What the step does, in words; {@link Explanation#NONE} where its component has none of its own. Asked only for a step in which nothing
     *  is wrong.
     *
     *  @param step its options as they are given, and else as they are by default
     *  @param in what comes; {@link Flow#UNKNOWN} at a source */
    default Explanation explain(Options step, Flow in) {
        return Explanation.NONE;
    }

    /** The memory that the step needs at once. Asked for each step once, when all that flows is known.
     *
     *  @param in what comes
     *  @param workers how many items its route works on side by side */
    default Need need(Options step, Flow in, int workers) {
        return Need.NONE;
    }

    /** The options of one step as its route gives them, its path parameter among them; placeholders are resolved.
     *
     *  @param source whether the step is the {@code from} of its route
     *  @param topLevel whether it stands in the route's own list of steps
     *  @param folder folder of the route's file, for relative paths
     *  @param models folders with models beside those of the route */
    record Options(Map<String, String> values, boolean source, boolean topLevel, Path folder, List<Path> models) {
        public Optional<String> text(String name) {
            return Optional.ofNullable(values.get(name));
        }

        public Optional<Double> number(String name) {
            return text(name).map(Double::valueOf);
        }

        /** A setting of this box, by system property or by the environment: {@code headwater.state.dir} is {@code HEADWATER_STATE_DIR} there. */
        public Optional<String> setting(String property) {
            String value = System.getProperty(property, System.getenv(property.replace('.', '_').toUpperCase(Locale.ROOT)));
            return Optional.ofNullable(value).filter(v -> !v.isBlank());
        }

        public boolean isTrue(String name) {
            return text(name).filter("true"::equalsIgnoreCase).isPresent();
        }

        /** A path option, resolved against the route's folder. */
        public Optional<Path> path(String name) {
            return text(name).map(v -> folder.resolve(v).normalize());
        }
    }

    /** Takes what a check finds, and knows where in the file each option stands. */
    interface Findings {
        /** Takes nothing in. */
        Findings NONE = new Findings() {
            @Override
            public void report(@Nullable String option, Rule rule, String text, String fix) {}

            @Override
            public void report(Problem problem) {}
        };

        /** @param option the option that is wrong; null for the step as a whole
         *  @param text as in {@code infer.minScore is 1.4, must be 0.0–1.0} */
        void report(@Nullable String option, Rule rule, String text, String fix);

        /** Reports a problem in a file that the step points to, such as a model's manifest. */
        void report(Problem problem);

        /** Reports a number outside {@code low..high}; absent numbers are fine. */
        default void range(Options step, String scheme, String option, double low, double high, String fix) {
            step.number(option).filter(v -> !(v >= low && v <= high)).ifPresent(v -> report(option, Rule.OUT_OF_RANGE,
                    scheme + "." + option + " is " + step.values().get(option) + ", must be " + bounds(low, high), option + ": " + fix));
        }

        /** Reports a step to which comes what it cannot take. */
        default void takes(String scheme, Flow in, String fix, Flow.Kind... kinds) {
            List<Flow.Kind> all = List.of(kinds);
            if (in.kind() != Flow.Kind.UNKNOWN && !all.contains(in.kind())) {
                String names = all.stream().map(Flow.Kind::text).collect(Collectors.joining(", "));
                report(null, Rule.FLOW, in.kind().text() + " come to " + scheme + " here, it takes " + names, fix);
            }
        }

        /** Reports labels, separated by commas, that nothing before the step ever gives. */
        default void knows(Options step, String scheme, String option, Flow in) {
            for (String label : in.labels().isEmpty() ? List.<String>of() : Labels.of(step.values().get(option))) {
                if (!in.labels().contains(label)) {
                    String near = Nearest.of(label, in.labels());
                    report(option, Rule.LABEL, scheme + "." + option + " holds " + label + ", which never comes here; what comes is "
                            + Nearest.some(in.labels().stream().sorted().toList()), near == null ? "remove " + label : option + ": " + near);
                }
            }
        }

        /** Fractions as {@code 0.0–1.0}, whole numbers as {@code 1–64}. */
        private static String bounds(double low, double high) {
            boolean whole = low == Math.rint(low) && high > 1;
            String from = whole ? Long.toString((long) low) : Double.toString(low);
            return high == Double.MAX_VALUE ? from + " or more" : from + "–" + (high == Math.rint(high) && high > 1 ? Long.toString((long) high) : Double.toString(high));
        }
    }
}
