package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.exchange.FlowConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's page on the wire format says what is. */
class WireFormatTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final Path PAGE = HOME.resolve("src/docs/guide/wire-format.md");

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(PAGE)).results().map(m -> m.group(1)).toList();
    }

    @Test
    void examplesAreOfTheirSchemaAndCanBeRead() throws IOException {
        assertThat(found("```json\n(.*?)```")).isNotEmpty().allSatisfy(example -> {
            Schemas.assertValid("summary-1", example.getBytes(StandardCharsets.UTF_8));
            assertThat(FlowConverter.toSummary(example).perFrame().get("person").max()).isEqualTo(4);
        });
    }

    @Test
    void aSchemaRefusesWhatItMust() throws IOException {
        String wrong = found("```json\n(.*?)```").getFirst().replace("\"revision\":0,", "");
        assertThatThrownBy(() -> Schemas.assertValid("summary-1", wrong.getBytes(StandardCharsets.UTF_8))).isInstanceOf(AssertionError.class).hasMessageContaining("revision");
    }

    @Test
    void everySchemaIsNamed() throws IOException {
        Path folder = HOME.resolve("components/exchange/src/main/resources/schema");
        try (var files = Files.list(folder)) {
            assertThat(found("\\(\\.\\./\\.\\./\\.\\./(components/exchange/src/main/resources/schema/[^)]*)\\)"))
                    .containsExactlyInAnyOrderElementsOf(files.map(f -> HOME.relativize(f).toString()).toList());
        }
    }

    @Test
    void everyOptionOfConsumeIsNamed() throws IOException {
        String page = Files.readString(PAGE);
        List<String> options = Pattern.compile("(?m)^ *(--[a-z-]+)").matcher(CommandRun.of("consume", "--help").out()).results().map(MatchResult::group)
                .map(String::strip).toList();
        assertThat(options).contains("--bootstrap", "--settle").allSatisfy(option -> assertThat(page).contains(option));
    }
}
