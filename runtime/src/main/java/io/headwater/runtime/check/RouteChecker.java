package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.runtime.RouteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Checks route files: YAML, shape, components, options, and what each component knows of its own (files, ranges, models).
 *  <p>Errors: none; what is wrong is the answer. */
public final class RouteChecker {
    private static final String PICTURES_STAY = "no-pictures-leave";

    private final Map<String, StepCheck> checks = new HashMap<>();
    private final ComponentCatalog catalog = new ComponentCatalog();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Path> models;
    private final BiFunction<Path, Node, Node> rewriting;
    private final Map<String, String> routeIds = new HashMap<>();
    private final List<List<FlowStep>> routes = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private final SimpleText simple = new SimpleText();

    private RouteChecker(List<Path> models, BiFunction<Path, Node, Node> rewriting) {
        this.models = models;
        this.rewriting = rewriting;
        ServiceLoader.load(StepCheck.class, RouteChecker.class.getClassLoader()).forEach(c -> checks.put(c.scheme(), c));
    }

    /** Everything that is wrong with the given files, and with those below the given folders, sorted by place. */
    public static List<Problem> check(List<Path> given, List<Path> models) {
        return checkRewritten(given, models, (file, root) -> root);
    }

    /** The same of files that are changed once they have been read. */
    static List<Problem> checkRewritten(List<Path> given, List<Path> models, BiFunction<Path, Node, Node> rewriting) {
        RouteChecker checker = new RouteChecker(models, rewriting);
        try (SimpleText closed = checker.simple) {
            given.forEach(checker::one);
        }
        new FlowCheck(checker.picturesStay(given)).run(checker.routes);
        return checker.problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    /** The same, and what Camel's own loader refuses of files in which no error was found. Slower by the start of a Camel. */
    public static List<Problem> checkWithCamel(List<Path> given, List<Path> models) {
        List<Problem> problems = check(given, models);
        return Problem.anyError(problems) ? problems
                : Stream.concat(problems.stream(), CamelLoad.check(RouteFiles.find(given)).stream()).sorted(Problem.BY_PLACE).toList();
    }

    /** What a designer would lose or rewrite of the given files, and of those and of the Kamelets below the given folders. */
    public static List<Problem> checkFor(Designer designer, List<Path> given) {
        return new DesignerCheck(new ComponentCatalog()).check(RouteFiles.drawable(given), designer);
    }

    private void one(Path given) {
        FileProblems found = new FileProblems(given, problems);
        if (!Files.exists(given)) {
            found.add(Place.START, Rule.UNREADABLE, "there is no such file or folder", "give a route file (*.camel.yaml) or a folder with some");
            return;
        }
        List<Path> files;
        try {
            files = RouteFiles.find(List.of(given));
        } catch (UncheckedIOException e) {
            found.add(Place.START, Rule.UNREADABLE, "the folder cannot be read: " + reason(e.getCause()), "chmod -R a+rX " + given);
            return;
        }
        if (files.isEmpty()) {
            found.add(Place.START, Rule.NO_ROUTE, "the folder holds no route", "put a route into it, in a file that ends in .camel.yaml");
        }
        for (Path file : files) {
            if (seen.add(file.toAbsolutePath().normalize())) {
                file(file);
            } else {
                new FileProblems(file, problems).add(Place.START, Rule.DUPLICATE_ID, "the file is given twice", "give it once");
            }
        }
    }

    private void file(Path file) {
        FileProblems found = new FileProblems(file, problems);
        EndpointCheck endpoints = new EndpointCheck(found, catalog, checks, models);
        RouteSource.nodes(found).map(root -> rewriting.apply(file, root)).ifPresent(root -> {
            new FileCheck(found, endpoints, new StepsCheck(found, endpoints, catalog), routeIds, routes).run(root);
            new ExpressionCheck(found, catalog, simple).walk("", root, false);
        });
    }

    /** Whether {@code headwater.privacy} forbids pictures to leave. */
    public static boolean picturesStay() {
        return !Objects.requireNonNullElse(Placeholders.value("headwater.privacy"), "").isBlank();
    }

    /** The same; a value that means nothing is a problem, and forbids it. */
    private boolean picturesStay(List<Path> given) {
        String privacy = Objects.requireNonNullElse(Placeholders.value("headwater.privacy"), "");
        if (!privacy.isBlank() && !privacy.equals(PICTURES_STAY)) {
            new FileProblems(given.getFirst(), problems).add(Place.START, Rule.NOT_A_CHOICE, "headwater.privacy is " + privacy + ", must be " + PICTURES_STAY + ", or be left out",
                    "HEADWATER_PRIVACY=" + PICTURES_STAY);
        }
        return picturesStay();
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException denied ? denied.getFile() + " is not for this user" : String.valueOf(e.getMessage());
    }
}
