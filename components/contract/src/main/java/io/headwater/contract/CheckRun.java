package io.headwater.contract;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a component's check finds, as text. */
public final class CheckRun {
    private CheckRun() {}

    /** @param form of a finding: option, rule, text, fix, each {@code %s} */
    public static List<String> of(StepCheck check, StepCheck.Options options, String form) {
        List<String> found = new ArrayList<>();
        check.check(options, new StepCheck.Findings() {
            @Override
            public void report(@Nullable String option, Rule rule, String text, String fix) {
                found.add(form.formatted(option, rule.id(), text, fix));
            }

            @Override
            public void report(Problem problem) {
                found.add(problem.toString());
            }
        });
        return found;
    }
}
