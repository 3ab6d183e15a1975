package io.headwater.runtime;

import io.headwater.runtime.catalog.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater catalog}: writes what designers load. */
@Command(name = "catalog", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Writes what Karavan and Kaoto load, so that they show this build's components and Kamelets.",
            "Files that are there and that it did not write are never overwritten."},
        footer = {"", "Example:", "  headwater catalog --out catalog"})
final class CatalogCommand implements Callable<Integer> {
    /** Lists what was written, so that it can be written again. */
    private static final String LIST = "written-by-headwater.txt";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to write into; made when it is not there.")
    Path out;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> files = new TreeMap<>();
        Catalog.karavan().forEach((path, text) -> files.put("karavan/" + path, text));
        Catalog.kaoto().forEach((path, text) -> files.put("kaoto/" + path, text));
        files.put("reference.html", Catalog.reference());
        try {
            write(files);
        } catch (IOException e) {
            throw new SurroundingsException("the catalog cannot be written: " + e, "headwater catalog --out DIR, where DIR can be written");
        }
        long kamelets = files.keySet().stream().filter(f -> f.startsWith("karavan/kamelets/")).count();
        PrintWriter text = spec.commandLine().getOut();
        Path at = out.toAbsolutePath().normalize();
        text.println(files.size() + " files in " + out + ", " + kamelets + " Kamelets among them");
        text.println("  Karavan in VS Code   setting  Karavan.kameletsPath: " + at.resolve("karavan/kamelets"));
        text.println("                       and copy karavan/metadata/components.json over the extension's metadata/components.json");
        text.println("  Kaoto in VS Code     serve " + at.resolve("kaoto") + ", and setting  kaoto.catalog.url: http://HOST/index.json");
        text.println("                       a box that runs serves the same: http://localhost:8080/catalog/kaoto/index.json");
        text.println("  for people           " + out.resolve("reference.html") + " shows every form");
        return ExitCode.DONE;
    }

    private void write(Map<String, String> files) throws IOException {
        Path list = out.resolve(LIST);
        Set<String> own = Files.isRegularFile(list) ? new TreeSet<>(Files.readAllLines(list)) : new TreeSet<>();
        List<String> others = files.keySet().stream().filter(f -> !own.contains(f) && Files.exists(out.resolve(f))).toList();
        if (!others.isEmpty()) {
            throw new SurroundingsException("in " + out + " there is a file that headwater catalog did not write: " + others.getFirst(), "headwater catalog --out DIR, with another DIR");
        }
        Files.createDirectories(out);
        for (String gone : own) {
            if (!files.containsKey(gone) && out.resolve(gone).normalize().startsWith(out.normalize())) {
                Files.deleteIfExists(out.resolve(gone));
            }
        }
        Files.write(list, files.keySet());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = out.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
