package io.headwater.infer;

import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a step goes over to another version of its model.
 *
 *  @param shadow a version that runs beside the one in use, and of which nothing goes on; null for none
 *  @param canary share of the frames that a new version gets at first, 0..1; 0 where it takes over at once
 *  @param promoteAfter how long it is tried before it takes over */
record Rollout(@Nullable String shadow, double canary, CanaryBy by, Duration promoteAfter, RollbackOn rollbackOn, Update update) {
    static final Rollout NONE = new Rollout(null, 0, CanaryBy.TIME, Duration.ofMinutes(10), RollbackOn.of(RollbackOn.DEFAULT, new ArrayList<>()), Update.MANUAL);
    static final Duration LONGEST = Duration.ofDays(30);
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)%");

    /** Reads and checks the options of a step.
     *
     *  @param model as the step names it, with or without a version */
    static Rollout read(String model, @Nullable String shadow, @Nullable String canary, CanaryBy by, Duration promoteAfter, String rollbackOn, Update update, Findings findings) {
        String version = ModelName.of(model).map(ModelName::version).orElse(null);
        double share = 0;
        if (canary != null) {
            Matcher m = PERCENT.matcher(canary.strip());
            share = m.matches() ? Double.parseDouble(m.group(1)) / 100 : -1;
            if (!(share > 0 && share <= 1)) {
                findings.report("canary", Rule.OUT_OF_RANGE, "infer.canary is " + canary + ", must be a share above 0% up to 100%", "canary: 10%");
                share = 0;
            }
        }
        if (promoteAfter.isNegative() || promoteAfter.compareTo(LONGEST) > 0) {
            findings.report("promoteAfter", Rule.OUT_OF_RANGE, "infer.promoteAfter is " + promoteAfter + ", must be 0s–30 days", "promoteAfter: 10m");
        }
        List<String> wrong = new ArrayList<>();
        RollbackOn limits = RollbackOn.of(rollbackOn, wrong);
        wrong.forEach(w -> findings.report("rollbackOn", Rule.OUT_OF_RANGE, "infer.rollbackOn: " + w, "rollbackOn: \"" + RollbackOn.DEFAULT + "\""));
        if (version != null && (share > 0 || update == Update.NEWEST)) {
            String option = share > 0 ? "canary" : "update";
            findings.report(option, Rule.CONFLICT, "infer." + option + " is for a version that may change, and model names " + version, "name the model without a version, or remove " + option);
        }
        return new Rollout(shadow, share, by, promoteAfter, limits, update);
    }
}
