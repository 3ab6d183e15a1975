package io.headwater.runtime;

import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.RoutePart;
import io.headwater.runtime.explain.Explanations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells what a route that runs does, as long as its files say what runs. */
record RunningExplanation(LoadedRoutes loaded, List<Path> models) {
    /** The text; empty where no route of this name runs.
     *  <p>Errors: {@link SurroundingsException} when the files were changed since, {@link RefusedException} when they are wrong by now. */
    Optional<String> of(String route) {
        Path file = loaded.files().get(route);
        if (file == null) {
            return Optional.empty();
        }
        RouteSet running = loaded.current();
        List<Path> files = running.parts().stream().map(RoutePart::file).distinct().toList();
        if (!running.to(RouteSet.read(files)).isEmpty()) {
            throw new SurroundingsException("the files say something else by now than what runs", "reload them, or: headwater explain " + file);
        }
        return Optional.of(Explanations.ofRunning(files, models).only(route, file).text());
    }
}
