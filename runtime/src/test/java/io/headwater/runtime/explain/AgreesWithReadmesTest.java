package io.headwater.runtime.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.PictureSize;
import io.headwater.exchange.StepCheck;
import io.headwater.runtime.check.ComponentCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a README says is dropped, held back or failed, the explanation says as well, and nothing else. */
class AgreesWithReadmesTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final ComponentCatalog CATALOG = new ComponentCatalog();
    private static final Pattern SECTION = Pattern.compile("(?ms)^##+ What [^\\n]*(?:drop|holds back)[^\\n]*\\n(.*?)(?=^## |\\z)");
    private static final Pattern FATE = Pattern.compile("(dropped|held back|failed)(?: as|[:,]| \\|)? ((?:`[^`]+`(?:, | or )?)+)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /** Options that together bring out all that a component can lose. */
    private static final Map<String, List<String>> VARIANTS = Map.ofEntries(
            Map.entry("camera", List.of("name=a,location=test", "name=a,location=clip.mp4,pace=fast", "name=a,location=rtsp://host/a,keyFramesOnly=true")),
            Map.entry("sensor", List.of("name=a,location=mqtt://host/a", "name=a,location=mqtt://host/a,qos=0")),
            Map.entry("preprocess", List.of("name=a,width=320")),
            Map.entry("infer", List.of("model=people")),
            Map.entry("track", List.of("name=a")),
            Map.entry("annotate", List.of("name=a")),
            Map.entry("snapshot", List.of("name=a")),
            Map.entry("gate", List.of("name=a,labels=person,minScore=0.5,whenEmpty=hold,minCount=2", "name=a,line=0.1,0.5;0.9,0.5,whenEmpty=hold")),
            Map.entry("stage", List.of("name=a,overflow=BLOCK,maxAge=2s", "name=a,overflow=DROP_OLDEST", "name=a,overflow=DROP_NEWEST", "name=a,overflow=FAIL")),
            Map.entry("summarize", List.of("name=a")),
            Map.entry("uplink", List.of("channel=a,ttl=3d,whenFull=THIN", "channel=a,whenFull=FAIL", "channel=a")));

    private static Set<String> told(String scheme, String options, Flow in) {
        StepCheck check = ServiceLoader.load(StepCheck.class).stream().map(ServiceLoader.Provider::get).filter(c -> c.scheme().equals(scheme)).findFirst().orElseThrow();
        Map<String, String> values = new HashMap<>();
        for (String option : options.split(",(?=[a-zA-Z]+=)")) {
            values.put(option.split("=")[0], option.split("=")[1]);
        }
        StepCheck.Options step = Explainer.withDefaults(new StepCheck.Options(values, false, true, HOME.resolve("routes/people"), List.of()), CATALOG.find(scheme));
        Set<String> told = new TreeSet<>();
        check.explain(step, in).losses().stream().map(Explanation.Loss::text).forEach(told::add);
        assertThat(told).as(scheme).isNotEmpty();
        return told;
    }

    private static Set<String> told(String scheme) {
        Set<String> told = new TreeSet<>();
        VARIANTS.get(scheme).forEach(options -> told.addAll(told(scheme, options, Flow.UNKNOWN)));
        told.remove("failed (by exception)"); // each README says it in words of its own
        return told;
    }

    private static Set<String> fates(String markdown) {
        Set<String> fates = new TreeSet<>();
        Matcher fate = FATE.matcher(markdown);
        while (fate.find()) {
            Matcher reason = CODE.matcher(fate.group(2));
            while (reason.find()) {
                fates.add(fate.group(1) + " (" + reason.group(1) + ")");
            }
        }
        return fates;
    }

    @ParameterizedTest
    @ValueSource(strings = {"camera", "sensor", "preprocess", "infer", "track", "annotate", "snapshot", "gate", "stage", "summarize", "uplink"})
    void saysWhatTheReadmeOfTheComponentSays(String scheme) throws IOException {
        Matcher section = SECTION.matcher(Files.readString(HOME.resolve("components/" + scheme + "/README.md")));
        assertThat(section.find()).as("a section on what it drops").isTrue();
        assertThat(told(scheme)).isEqualTo(fates(section.group(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"camera", "sensor", "preprocess", "infer", "track", "annotate", "snapshot", "gate", "stage", "summarize", "uplink"})
    void saysWhatTheTableOfTheProjectSays(String scheme) throws IOException {
        Matcher section = SECTION.matcher(Files.readString(HOME.resolve("README.md")));
        assertThat(section.find()).isTrue();
        StringBuilder rows = new StringBuilder();
        String step = "";
        for (String row : section.group(1).lines().filter(line -> line.startsWith("| ")).toList()) {
            String first = row.split("\\|")[1];
            step = first.isBlank() ? step : first;
            rows.append(step.contains("`" + scheme + "`") ? row + "\n" : "");
        }
        Set<String> table = fates(rows.toString());
        assertThat(rows).isNotEmpty();
        assertThat(told(scheme)).containsAll(table);
        assertThat(told(scheme).stream().filter(fate -> !fate.startsWith("failed") && !fate.equals("held back (already kept)"))).isSubsetOf(table);
    }

    @Test
    void optionsRuleOutWhatCannotHappen() {
        assertThat(told("camera", "name=a,location=clip.mp4,pace=fast", Flow.UNKNOWN)).containsExactly("dropped (stopped)", "failed (undecodable)");
        assertThat(told("stage", "name=a,overflow=BLOCK", Flow.UNKNOWN)).containsExactly("dropped (stopped)");
        assertThat(told("preprocess", "name=a,width=320", Flow.frames(true, PictureSize.USUAL))).containsExactly("dropped (no memory)");
        assertThat(told("gate", "name=a,minCount=1", new Flow(Flow.Kind.DETECTIONS, Set.of(), true, false, null, 0))).containsExactly("held back (too few)");
        assertThat(told("gate", "name=a,whenEmpty=hold", Flow.UNKNOWN)).containsExactly("failed (by exception)", "held back (empty)");
    }
}
