package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** Has Camel's own YAML loader read route files, in a Camel that is never started: what it refuses would be refused later as well. */
final class CamelLoad {
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");
    private static final String SEE = "https://camel.apache.org/components/next/others/yaml-dsl.html";

    private CamelLoad() {}

    static List<Problem> check(List<Path> files) {
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
                camel.build();
                PluginHelper.getRoutesLoader(camel).loadRoutes(RouteSource.of(camel, file));
            } catch (Exception e) {
                refused(e, new FileProblems(file, problems));
            }
        }
        return problems;
    }

    private static void refused(Exception e, FileProblems problems) {
        Place at = Place.START;
        String text = "its loader fails with " + e.getClass().getSimpleName();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            Matcher place = PLACE.matcher(message);
            if (place.find()) {
                at = new Place(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
            }
            if (cause instanceof ClassNotFoundException) {
                text = "there is no class " + message;
            } else if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                text = message.strip().lines().findFirst().orElse(text);
            }
        }
        problems.add(at, Rule.REFUSED_BY_CAMEL, "Camel does not take this: " + text, "compare with Camel's YAML DSL", SEE);
    }
}
