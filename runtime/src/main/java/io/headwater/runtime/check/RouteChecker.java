package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.runtime.RouteFiles;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Checks route files: YAML, shape, components, options, and what each component knows of its own (files, ranges, models).
 *  <p>Errors: none; what is wrong is the answer. */
public final class RouteChecker {
    private final Map<String, StepCheck> checks = new HashMap<>();
    private final ComponentCatalog catalog = new ComponentCatalog();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Path> models;
    private final Map<String, String> routeIds = new HashMap<>();

    private RouteChecker(List<Path> models) {
        this.models = models;
        ServiceLoader.load(StepCheck.class, RouteChecker.class.getClassLoader()).forEach(c -> checks.put(c.scheme(), c));
    }

    /** Everything that is wrong with the given files, and with those below the given folders, sorted by place. */
    public static List<Problem> check(List<Path> given, List<Path> models) {
        RouteChecker checker = new RouteChecker(models);
        checker.all(given);
        return checker.problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    private void all(List<Path> given) {
        for (Path path : given) {
            if (!Files.exists(path)) {
                problems.add(new Problem(path, 1, 1, Rule.UNREADABLE, "there is no such file or folder", "give a route file (*.camel.yaml) or a folder with some", null));
            } else if (!Files.isReadable(path)) {
                problems.add(new Problem(path, 1, 1, Rule.UNREADABLE, "it cannot be read", "chmod a+r " + path, null));
            } else {
                folderOrFile(path);
            }
        }
    }

    private void folderOrFile(Path path) {
        List<Path> files;
        try {
            files = RouteFiles.find(List.of(path));
        } catch (UncheckedIOException e) {
            problems.add(new Problem(path, 1, 1, Rule.UNREADABLE, "the folder cannot be read: " + e.getCause().getMessage(), "chmod -R a+rX " + path, null));
            return;
        }
        if (files.isEmpty()) {
            problems.add(new Problem(path, 1, 1, Rule.NO_ROUTE, "the folder holds no route", "put a route into it, in a file that ends in .camel.yaml", null));
        }
        for (Path file : files) {
            new FileCheck(file, catalog, checks, models, routeIds, problems).run();
        }
    }
}
