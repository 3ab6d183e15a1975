package io.headwater.runtime.check;

import io.headwater.exchange.Host;
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
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
    private final List<FlowRoute> routes = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private final SimpleText simple = new SimpleText();
    private final List<ReadFile> read = new ArrayList<>();
    private final Edits edits;
    private final Consumer<ReadFile> right;
    private final @Nullable Machine machine;

    /** @param right takes each file as long as no error was found
     *  @param machine where the routes are to run; null for here */
    private RouteChecker(List<Path> models, BiFunction<Path, Node, Node> rewriting, Edits edits, Consumer<ReadFile> right, @Nullable Machine machine) {
        this.machine = machine;
        this.models = models;
        this.rewriting = rewriting;
        this.edits = edits;
        this.right = right;
        ServiceLoader.load(StepCheck.class, RouteChecker.class.getClassLoader()).forEach(c -> checks.put(c.scheme(), c));
    }

    /** Everything that is wrong with the given files, and with those below the given folders, sorted by place. */
    public static List<Problem> check(List<Path> given, List<Path> models) {
        return read(given, models).problems();
    }

    /** The same, and the files as they were read for it. */
    public static CheckedRoutes read(List<Path> given, List<Path> models) {
        return read(given, models, Edits.NONE);
    }

    /** The same as it is once these edits are made. */
    public static CheckedRoutes read(List<Path> given, List<Path> models, Edits edits) {
        return new RouteChecker(models, (file, root) -> root, edits, file -> {}, null).run(given);
    }

    /** Everything that is wrong with files that are changed once they have been read. */
    static List<Problem> checkRewritten(List<Path> given, List<Path> models, BiFunction<Path, Node, Node> rewriting) {
        return check(given, models, rewriting, null);
    }

    /** @param machine where the routes are to run; null for here */
    static List<Problem> check(List<Path> given, List<Path> models, BiFunction<Path, Node, Node> rewriting, @Nullable Machine machine) {
        return new RouteChecker(models, rewriting, Edits.NONE, file -> {}, machine).run(given).problems();
    }

    /** Everything that is wrong, and what Camel's own loader refuses of files in which no error was found. Slower by the start of a Camel. */
    public static List<Problem> checkWithCamel(List<Path> given, List<Path> models) {
        return readWithCamel(given, models).problems();
    }

    /** What the same files hold, with the same problems. */
    public static CheckedRoutes readWithCamel(List<Path> given, List<Path> models) {
        try (CamelLoad camel = new CamelLoad()) {
            CheckedRoutes checked = new RouteChecker(models, (file, root) -> root, Edits.NONE, camel::offer, null).run(given);
            return checked.isRefused() ? checked : checked.with(camel.problems());
        }
    }

    /** A Kamelet's fault is found both in its own file and where it is used, which may be given by another path. */
    private static Predicate<Problem> once() {
        Set<List<Object>> told = new HashSet<>();
        return p -> told.add(List.of(p.file().toAbsolutePath().normalize(), p.line(), p.column(), p.rule(), p.text()));
    }

    /** What a designer would lose or rewrite of the given files, and of those and of the Kamelets below the given folders. */
    public static List<Problem> checkFor(Designer designer, List<Path> given) {
        return new DesignerCheck(new ComponentCatalog()).check(RouteFiles.drawable(given), designer);
    }

    private CheckedRoutes run(List<Path> given) {
        try (SimpleText closed = simple) {
            given.forEach(this::one);
        }
        boolean picturesStay = picturesStay(given);
        FlowCheck flows = new FlowCheck(picturesStay, new MemoryCheck(machine == null ? here(given) : machine));
        flows.run(routes);
        AcknowledgedCheck.run(routes);
        LaneCheck.run(routes.stream().flatMap(route -> route.steps().stream()).flatMap(FlowStep::endpoints).toList());
        return new CheckedRoutes(problems.stream().sorted(Problem.BY_PLACE).filter(once()).toList(), List.copyOf(read), routes, flows.came(), flows.gave(), picturesStay, catalog);
    }

    private void one(Path given) {
        FileProblems found = new FileProblems(given, problems);
        if (!Files.exists(given)) {
            found.add(Place.START, Rule.UNREADABLE, "there is no such file or folder", "give a route file (*.camel.yaml) or a folder with some");
            return;
        }
        List<Path> files;
        try {
            files = edits.files(given);
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

    private void file(Path path) {
        FileProblems found = new FileProblems(path, problems);
        if (path.toString().endsWith(Kamelets.ENDING)) {
            kamelet(found);
            return;
        }
        EndpointCheck endpoints = new EndpointCheck(found, catalog, checks, models);
        RouteSource.read(found, edits.text(path)).ifPresent(file -> {
            Node root = rewriting.apply(path, file.root());
            new FileCheck(found, endpoints, new StepsCheck(found, endpoints, catalog), routeIds, routes).run(root);
            new ExpressionCheck(found, catalog, simple).walk("", root, false);
            read.add(file);
            if (!Problem.anyError(problems)) {
                right.accept(file);
            }
        });
    }

    private void kamelet(FileProblems found) {
        RouteText text = new RouteText(found, "Kamelet");
        Optional<Node> root = text.readAny();
        root.flatMap(node -> new KameletFile(found).run(node, text.source())).ifPresent(kamelet -> {
            EndpointCheck endpoints = new EndpointCheck(found, catalog, checks, models);
            Path folder = found.file().toAbsolutePath().normalize().getParent();
            Node from = new KameletSteps(found, new Kamelets(folder == null ? Path.of("/") : folder, found)).inner(kamelet);
            new FileCheck(found, endpoints, new StepsCheck(found, endpoints, catalog), new HashMap<>(), new ArrayList<>()).kamelet(from, kamelet.isSource());
            new ExpressionCheck(found, catalog, simple).walk("", from, true);
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

    /** A setting that is no number is a problem, and taken for none. */
    private Machine here(List<Path> given) {
        try {
            return Machine.here();
        } catch (NumberFormatException e) {
            new FileProblems(given.getFirst(), problems).add(Place.START, Rule.WRONG_TYPE, Host.FRAMES_PROPERTY + " is " + Placeholders.value(Host.FRAMES_PROPERTY)
                    + ", must be a size such as 256MiB", Host.FRAMES_PROPERTY + "=256MiB");
            return new Machine(Long.MAX_VALUE, 0, 1);
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException denied ? denied.getFile() + " is not for this user" : String.valueOf(e.getMessage());
    }
}
