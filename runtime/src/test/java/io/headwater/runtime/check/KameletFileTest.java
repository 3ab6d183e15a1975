package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Kamelet's file by itself: HW-019, HW-045 and HW-046, and all that is told of routes. */
class KameletFileTest extends SiteTest {
    private static final String GATE = Kamelets.shipped().get("label-gate-action");

    static List<String> names() {
        return List.copyOf(Kamelets.shipped().keySet());
    }

    private String check(String text) {
        return site.checkFiles(site.write("label-gate-action.kamelet.yaml", text));
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesWhatComponentsBring(String name) {
        Path file = site.write(name + ".kamelet.yaml", Kamelets.shipped().get(name));
        assertThat(site.text(RouteChecker.checkWithCamel(List.of(file), List.of()))).isEmpty();
    }

    @Test
    void checksItsStepsAsThoseOfARoute() {
        assertThat(check(GATE.replace("                labels: \"{{labels}}\"", "                lables: \"{{labels}}\"\n                minScore: 1.4"))).isEqualTo("""
                label-gate-action.kamelet.yaml:49:17: error [HW-004] gate has no option 'lables'; did you mean 'labels'?
                  fix: labels: {{labels}}     see: components/gate/README.md#options
                label-gate-action.kamelet.yaml:50:27: error [HW-012] gate.minScore is 1.4, must be 0.0–1.0
                  fix: minScore: 0.5     see: components/gate/README.md#options
                """.strip());
        assertThat(check(GATE.replace("uri: gate", "uri: gaet"))).contains("there is no component 'gaet'; did you mean 'gate'?");
    }

    @Test
    void refusesPropertiesThatDoNotBelongToItsPlaceholders() {
        assertThat(check(GATE.replace("      - labels\n", "      - lables\n").replace("{{whenEmpty}}", "{{whenEmtpy}}").replace("        default: pass", "        default: pas"))).isEqualTo("""
                label-gate-action.kamelet.yaml:19:9: error [HW-046] required names 'lables', which is no property; did you mean 'labels'?
                  fix: - labels     see: src/docs/guide/draw.md#kamelets
                label-gate-action.kamelet.yaml:33:18: error [HW-046] whenEmpty.default is pas, must be one of pass, hold
                  fix: default: pass     see: src/docs/guide/draw.md#kamelets
                label-gate-action.kamelet.yaml:50:29: error [HW-046] there is no property 'whenEmtpy'; did you mean 'whenEmpty'?
                  fix: {{whenEmpty}}     see: src/docs/guide/draw.md#kamelets
                """.strip());
        assertThat(check(GATE.replace("                whenEmpty: \"{{whenEmpty}}\"\n", ""))).contains("error [HW-046] property whenEmpty does nothing").hasLineCount(2);
        assertThat(check(GATE.replace("        type: string\n        example:", "        type: integer\n        default: many\n        example:"))).contains("labels.default is many, must be of type integer");
    }

    @Test
    void tellsWhatADesignerCannotShow() {
        assertThat(check(GATE.replace("    title: Label gate\n", "").replace("      labels:\n        title: Labels\n", "      labels:\n").replaceAll("    camel.apache.org/kamelet.icon: .*\n", ""))).isEqualTo("""
                label-gate-action.kamelet.yaml:6:5: warning [HW-045] it has no icon, designers show it without
                  fix: camel.apache.org/kamelet.icon: data:image/svg+xml;base64,…     see: src/docs/guide/draw.md#kamelets
                label-gate-action.kamelet.yaml:14:5: warning [HW-045] spec.definition has no title, without which Karavan shows no Kamelet at all
                  fix: title: …     see: src/docs/guide/draw.md#kamelets
                label-gate-action.kamelet.yaml:19:7: warning [HW-045] property labels has no title, a form shows its bare name
                  fix: title: …     see: src/docs/guide/draw.md#kamelets
                """.strip());
        assertThat(check(GATE.replace("whenEmpty", "when-empty").replace("                when-empty: ", "                whenEmpty: "))).contains("property when-empty is not written in camelCase", "fix: whenEmpty:").hasLineCount(2);
        assertThat(check(GATE.replace("Keeps what has", "Keeps --- what has"))).contains(":16:1: warning [HW-045] there is --- in the file");
    }

    @Test
    void tellsAFaultOnceThoughARouteUsesIt() throws Exception {
        Path folder = Files.createDirectory(site.folder.resolve("kamelets"));
        Files.writeString(folder.resolve("label-gate-action.kamelet.yaml"), GATE.replace("kamelet.type: action", "kamelet.type: acton"));
        site.write("site.camel.yaml", Site.CAMERA + "        - to:\n            uri: kamelet:label-gate-action\n            parameters:\n              labels: person\n");
        assertThat(site.checkFiles(site.folder)).containsOnlyOnce("[HW-019]").hasLineCount(2);
    }

    @Test
    void readsAFolderOfKameletsAlone() throws Exception {
        Path folder = Files.createDirectory(site.folder.resolve("only"));
        Files.writeString(folder.resolve("label-gate-action.kamelet.yaml"), GATE);
        assertThat(site.checkFiles(folder)).isEmpty();
    }
}
