package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HW-050 to HW-052, and HW-016 in expressions. */
class ExpressionRulesTest extends SiteTest {
    private static final String SEE = "     see: https://camel.apache.org/components/next/languages/simple-language.html";
    private static final String DESCRIPTION = "compare it with the language's description: ${…} around what is taken, spaces around operators";

    private String filter(String expression) {
        return site.checkSteps("- filter:\n    expression:\n      simple:\n        expression: " + expression + "\n    steps:\n      - to: log:a\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "${header.x} = 50 | 41 | Unexpected token = at location 12 | ${header.x} == 50",
        "${header.x} > 5 and ${header.y} < 6 | 45 | Unexpected token a at location 16 | ${header.x} > 5 && ${header.y} < 6",
        "${header.x} > 5 AND ${header.x} = 2 | 45 | Unexpected token A at location 16 | ${header.x} > 5 && ${header.x} == 2",
        "${header.x}>5 | 40 | Unexpected token > at location 11 | ${header.x} > 5",
        "header.x > 5 | 29 | Unexpected token h at location 0 | -",
        "${nothing} == 1 | 29 | Unknown function: nothing at location 0 | -",
        "${header.x > 5 | 42 | expected symbol functionEnd but was eol at location 13 | -",
    })
    void rejectsAConditionThatCamelCannotRead(String expression, int column, String said, String fix) {
        assertThat(filter(expression)).isEqualTo("site.camel.yaml:13:" + column + ": error [HW-050] Camel's Simple language cannot read this: " + said + "\n  fix: "
                + (fix.equals("-") ? DESCRIPTION : fix) + SEE);
    }

    @Test
    void rejectsATextThatCamelCannotRead() {
        assertThat(site.checkSteps("- setHeader:\n    name: a\n    simple: \"a ${b\"\n- log: \"${nothing}\"\n- log:\n    message: \"${nothing}\"\n")).contains("site.camel.yaml:12:26: error [HW-050]", "site.camel.yaml:13:17: error [HW-050]", "site.camel.yaml:15:23: error [HW-050]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"${header.x} > | 50 | 43 | '50.0'", "${body[t]} <= | -3 | 43 | '-3.0'", "${header.x} == | 7 | 44 | 7.0"}, quoteCharacter = '~')
    void warnsOfAWholeNumber(String left, String number, int column, String better) {
        assertThat(filter(left + " " + number)).isEqualTo("site.camel.yaml:13:" + column + ": warning [HW-051] next to the whole number " + number
                + " Camel cuts fractions off before it compares: " + number + ".9 is taken for " + number + "\n  fix: " + left + " " + better + SEE);
    }

    @Test
    void warnsOfAFloatNextToANumberWithoutQuotes() {
        assertThat(filter("${body.answer.all[0].score} > 0.5")).isEqualTo("site.camel.yaml:13:59: warning [HW-051] next to 0.5 without quotes Camel cuts the fraction off a float before it compares: 0.9 is taken for 0\n"
                + "  fix: ${body.answer.all[0].score} > '0.5'" + SEE);
    }

    @Test
    void warnsOfADecimalComma() {
        assertThat(filter("${header.x} > 50,5")).isEqualTo("site.camel.yaml:13:43: warning [HW-051] 50,5 is no number here but a text, and texts are compared by their letters\n  fix: ${header.x} > '50.5'" + SEE);
    }

    @Test
    void warnsOfARange() {
        assertThat(filter("\"${header.x} range '10..20'\"")).isEqualTo("site.camel.yaml:13:30: warning [HW-051] range cuts fractions off before it compares: 20.9 is within 10..20\n"
                + "  fix: ${header.x} >= 10.0 && ${header.x} <= 20.0" + SEE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${header.x} > 50.0", "${body.answer.all[0].score} > '0.5'", "${exchangeProperty.CamelLoopIndex} > 3", "${body.answer.count('person')} >= 3", "${body.size} == 0", "${header.x} == 'on'", "${header.x} > ${header.y}", "${header.v} == '1.2.3'"})
    void takesWhatMeansWhatItSays(String expression) {
        assertThat(filter("\"" + expression + "\"")).isEmpty();
    }

    @Test
    void rejectsAPlaceholderWithoutValue() {
        assertThat(filter("\"${header.x} > {{check.limit}}\"")).isEqualTo("site.camel.yaml:13:44: error [HW-016] the expression is ${header.x} > {{check.limit}}, and check.limit has no value\n"
                + "  fix: export CHECK_LIMIT=…     or a default: \"{{check.limit:…}}\"");
        assertThat(filter("\"${header.x} > {{check.limit:5.0}}\"")).isEmpty();
    }

    @Test
    void rejectsALanguageThatThisBuildLacks() {
        assertThat(site.checkSteps("- setBody:\n    groovy: body + 1\n- setBody:\n    expression:\n      jsonpath:\n        expression: $.a\n")).isEqualTo("""
                site.camel.yaml:11:13: error [HW-052] this build has no expression language groovy
                  fix: simple, or a component that does the same%1$s
                site.camel.yaml:14:15: error [HW-052] this build has no expression language jsonpath
                  fix: simple, or a component that does the same%1$s""".formatted(SEE));
    }
}
