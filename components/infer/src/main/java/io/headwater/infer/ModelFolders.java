package io.headwater.infer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders that hold models as {@code <name>/<version>/model.yaml}; an earlier folder goes before a later one. */
record ModelFolders(List<Path> roots) {
    static final String MANIFEST = "model.yaml";

    /** By the numbers in a version, then by its text: 1.10.0 is above 1.9.2, and 1.0.0 above 1.0.0-rc1. */
    static final Comparator<String> BY_VERSION = ModelFolders::compare;

    /** The folders that a route's models are looked for in. */
    static ModelFolders of(Path routeFolder, List<Path> others) {
        List<Path> roots = new ArrayList<>();
        roots.add(routeFolder.resolve("models"));
        roots.addAll(others);
        return new ModelFolders(List.copyOf(roots));
    }

    /** The folder of a model that is to be run. */
    Optional<Path> find(ModelName wanted) {
        return toRun(wanted).stream().findFirst();
    }

    /** The folders of a model, the one to prefer first: of the version that is named; or else of those that this box had in use, the last one
     *  first; where there are none, of the highest version in the first root that has it. */
    List<Path> toRun(ModelName wanted) {
        if (wanted.version() != null) {
            return folder(wanted).stream().toList();
        }
        List<Path> used = roots.stream().flatMap(root -> Choice.read(root, wanted.name()).good().stream()).flatMap(v -> folder(new ModelName(wanted.name(), v)).stream()).toList();
        return !used.isEmpty() ? used : roots.stream().flatMap(root -> versions(root, wanted.name()).stream().max(BY_VERSION).map(v -> root.resolve(wanted.name()).resolve(v)).stream()).limit(1).toList();
    }

    /** The folder of a version, in the first root that has it. */
    Optional<Path> folder(ModelName wanted) {
        return roots.stream().filter(root -> versions(root, wanted.name()).contains(wanted.version())).map(root -> root.resolve(wanted.name()).resolve(String.valueOf(wanted.version()))).findFirst();
    }

    /** The versions of a model in any root, lowest first. */
    List<String> versions(String name) {
        return roots.stream().flatMap(root -> versions(root, name).stream()).distinct().sorted(BY_VERSION).toList();
    }

    /** What a version's files look like from outside: another text when one of them has changed. */
    String look(ModelName version) {
        StringBuilder look = new StringBuilder();
        folder(version).ifPresent(folder -> {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    look.append(file).append(' ').append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file)).append('\n');
                }
            } catch (IOException e) {
                look.append(e.getMessage()); // gone meanwhile
            }
        });
        return look.toString();
    }

    /** All that is there, as {@code name:version}, by name, then version. */
    List<ModelName> all() {
        List<ModelName> all = new ArrayList<>();
        for (Path root : roots) {
            for (String name : folders(root)) {
                versions(root, name).stream().map(v -> new ModelName(name, v)).filter(m -> !all.contains(m)).forEach(all::add);
            }
        }
        all.sort(Comparator.comparing(ModelName::name).thenComparing(m -> String.valueOf(m.version()), BY_VERSION));
        return List.copyOf(all);
    }

    private static List<String> versions(Path root, String name) {
        return folders(root.resolve(name)).stream().filter(v -> Files.exists(root.resolve(name).resolve(v).resolve(MANIFEST))).toList();
    }

    private static List<String> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of(); // what cannot be listed holds no model that could be read
        }
    }

    private static int compare(String a, String b) {
        String[] x = a.split("-", 2);
        String[] y = b.split("-", 2);
        String[] m = x[0].split("\\.");
        String[] n = y[0].split("\\.");
        for (int i = 0; i < Math.max(m.length, n.length); i++) {
            int c = comparePart(i < m.length ? m[i] : "0", i < n.length ? n[i] : "0");
            if (c != 0) {
                return c;
            }
        }
        return x.length != y.length ? y.length - x.length : a.compareTo(b);
    }

    private static int comparePart(String a, String b) {
        boolean numbers = a.matches("\\d{1,18}") && b.matches("\\d{1,18}");
        return numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
    }
}
