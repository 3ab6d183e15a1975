package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HW-010: what only Camel's own loader finds. */
class CamelLoadTest {
    @TempDir
    Path folder;

    private String check(String text) {
        Site site = new Site(folder);
        return site.text(RouteChecker.checkWithCamel(List.of(site.write("site.camel.yaml", text)), List.of()));
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(check(Site.CAMERA + "        - to: infer:people\n        - to: uplink:summaries\n")).isEmpty();
    }

    @Test
    void rejectsAFieldThatAStepDoesNotHave() {
        assertThat(check(Site.CAMERA + "        - setHeader:\n            nam: a\n            constant: b\n")).isEqualTo("""
                site.camel.yaml:11:18: error [HW-010] Camel does not take this: Unsupported field: nam
                  fix: compare with Camel's YAML DSL     see: https://camel.apache.org/components/next/others/yaml-dsl.html""");
    }

    @Test
    void rejectsABeanWithoutAClass() {
        assertThat(check("- beans:\n    - name: x\n      type: no.such.Type\n")).isEqualTo("""
                site.camel.yaml:1:1: error [HW-010] Camel does not take this: there is no class no.such.Type
                  fix: compare with Camel's YAML DSL     see: https://camel.apache.org/components/next/others/yaml-dsl.html""");
    }

    @Test
    void isNotAskedWhereSomethingElseIsWrong() {
        assertThat(check(Site.CAMERA + "        - setHeader:\n            nam: a\n        - to: lgo:a\n")).contains("HW-003").doesNotContain("HW-010");
    }
}
