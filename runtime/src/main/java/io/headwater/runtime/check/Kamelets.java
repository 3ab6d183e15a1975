package io.headwater.runtime.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Kamelets that a route can use: those in files beside it, those in the folder {@code kamelets} beside it, and those that
 *  components bring. The nearest of a name wins. */
public final class Kamelets {
    static final String ENDING = ".kamelet.yaml";
    private static final String FOLDER = "kamelets/";
    /** Names the Kamelets of one jar, one a line: jars are not listed, and a native executable has no folders. */
    private static final String INDEX = "META-INF/headwater/kamelets";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
    private static final String SEE = "src/docs/guide/draw.md#kamelets";

    private final Path route;
    private final FileProblems problems;
    private final Map<String, Optional<Kamelet>> read = new HashMap<>();

    /** @param route the folder of the route's file
     *  @param problems takes what is wrong with Kamelets that are used */
    Kamelets(Path route, FileProblems problems) {
        this.route = route;
        this.problems = problems;
    }

    /** The Kamelets that components bring: their files' text by their name. */
    public static Map<String, String> shipped() {
        Map<String, String> all = new TreeMap<>();
        try {
            for (URL index : Collections.list(Kamelets.class.getClassLoader().getResources(INDEX))) {
                try (BufferedReader in = new BufferedReader(new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
                    for (String name : in.lines().filter(l -> !l.isBlank()).toList()) {
                        all.put(name, shipped(name).orElseThrow(() -> new IllegalStateException(index + " names " + name + ", which is not there")));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Optional<String> shipped(String name) throws IOException {
        try (InputStream in = Kamelets.class.getClassLoader().getResourceAsStream(FOLDER + name + ENDING)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Whether there is a Kamelet of this name, right or wrong. */
    boolean has(String name) {
        return names().contains(name) || find(name).isPresent();
    }

    /** The Kamelet; empty when there is none, or when it is wrong, which is reported. */
    Optional<Kamelet> find(String name) {
        return NAME.matcher(name).matches() ? read.computeIfAbsent(name, this::load) : Optional.empty();
    }

    private Optional<Kamelet> load(String name) {
        for (Path folder : folders()) {
            Path file = folder.resolve(name + ENDING);
            if (Files.isRegularFile(file)) {
                FileProblems own = problems.of(file);
                return new RouteText(own).readAny().flatMap(root -> new KameletText(own, name, file.toString()).read(root));
            }
        }
        try {
            FileProblems own = problems.of(Path.of(FOLDER + name + ENDING));
            return shipped(name).flatMap(text -> new RouteText(own).parse(text)).flatMap(root -> new KameletText(own, name, SEE).read(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(shipped().keySet());
        for (Path folder : folders()) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(ENDING)).forEach(f -> names.add(f.substring(0, f.length() - ENDING.length())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return names;
    }

    private List<Path> folders() {
        return List.of(route, route.resolve(FOLDER));
    }
}
