package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route that this repository shows is right: the files below {@code routes}, and the routes in its Markdown. */
class ExamplesTest {
    /** A block of YAML that holds routes; how far it is indented does not matter. */
    private static final Pattern BLOCK = Pattern.compile("(?ms)^([ >]*)```ya?ml[^\\n]*\\n(.*?)^[ >]*```");
    private static final Pattern ROUTE = Pattern.compile("(?m)^- (route|from|routeTemplate|beans|onException):");
    private static final List<Path> MODELS = List.of(Site.HOME.resolve("routes/people/models"), Site.HOME.resolve("routes/faces/models"));
    private static final Set<String> ELSEWHERE = Set.of("target", "node_modules", ".git", "shared");
    @TempDir
    Path folder;

    @Test
    void everyRouteFileIsRight() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Site.HOME.resolve("routes"))) {
            all.filter(p -> p.toString().endsWith(".camel.yaml")).forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(2);
        for (Path file : files) {
            assertThat(RouteChecker.checkWithCamel(List.of(file), List.of())).as(file.toString()).isEmpty();
        }
    }

    @Test
    void allRoutesTogetherAreRight() {
        assertThat(RouteChecker.check(List.of(Site.HOME.resolve("routes")), List.of())).isEmpty();
    }

    @Test
    void everyRouteInMarkdownIsRight() throws IOException {
        int routes = 0;
        for (Path file : markdown()) {
            Matcher block = BLOCK.matcher(Files.readString(file));
            while (block.find()) {
                String text = block.group(2).replaceAll("(?m)^" + Pattern.quote(block.group(1)), "");
                if (ROUTE.matcher(text).find()) {
                    Path route = Files.writeString(folder.resolve("block-" + routes++ + ".camel.yaml"), text);
                    List<Problem> problems = RouteChecker.checkWithCamel(List.of(route), MODELS);
                    // a reader's clip lies beside the reader's route
                    assertThat(problems.stream().filter(p -> p.rule() != Rule.MEDIA_MISSING)).as("%s:\n%s", file, text).isEmpty();
                    for (Designer designer : Designer.values()) {
                        assertThat(RouteChecker.checkFor(designer, List.of(route))).as("%s:\n%s", file, text).isEmpty();
                    }
                }
            }
        }
        assertThat(routes).isGreaterThanOrEqualTo(ComponentCatalog.OURS.size());
    }

    private static List<Path> markdown() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String place : List.of("README.md", "components", "routes", "runtime", "src", "k8s")) {
            Path root = Site.HOME.resolve(place);
            if (Files.exists(root)) {
                try (Stream<Path> all = Files.walk(root)) {
                    all.filter(p -> p.toString().endsWith(".md"))
                            .filter(p -> Stream.of(Site.HOME.relativize(p).toString().split("/")).noneMatch(ELSEWHERE::contains)).sorted().forEach(files::add);
                }
            }
        }
        return files;
    }
}
