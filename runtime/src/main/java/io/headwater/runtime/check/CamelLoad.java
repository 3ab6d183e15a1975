package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** Has Camel's own YAML loader read route files, in one Camel that is never started: what it refuses would be refused later as well.
 *  <p>Threading: Camel is built, and files are loaded in their order, in a thread beside the one that checks. */
final class CamelLoad implements AutoCloseable {
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");
    private static final String SEE = "https://camel.apache.org/components/next/others/yaml-dsl.html";

    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("headwater/camel-load").factory());
    private final Future<DefaultCamelContext> camel = thread.submit(CamelLoad::build);
    private final List<Future<List<Problem>>> loads = new ArrayList<>();

    private static DefaultCamelContext build() {
        DefaultCamelContext made = new DefaultCamelContext(false);
        made.build();
        return made;
    }

    /** Takes a file that is right so far. */
    void offer(ReadFile file) {
        loads.add(thread.submit(() -> load(file)));
    }

    /** What Camel refuses of all files that were offered. */
    List<Problem> problems() {
        return loads.stream().flatMap(load -> result(load).stream()).toList();
    }

    private List<Problem> load(ReadFile file) {
        List<Problem> problems = new ArrayList<>();
        try {
            PluginHelper.getRoutesLoader(camel.get()).loadRoutes(file.resource());
        } catch (Exception e) {
            refused(e, new FileProblems(file.file(), problems));
        }
        return problems;
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Camel reads the routes", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Leaves out what has not been loaded yet. */
    @Override
    public void close() {
        loads.forEach(load -> load.cancel(false));
        thread.close();
        try {
            result(camel).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
