package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.charset.StandardCharsets;

/** The published schemas of the wire format. */
final class Schemas {
    private Schemas() {}

    /** @param form for example {@code summary-1} */
    static void assertValid(String form, byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Schemas.class.getResourceAsStream("/schema/" + form + ".json"))
                .validate(text, InputFormat.JSON, run -> run.getExecutionConfig().setFormatAssertionsEnabled(true))).as(text).isEmpty();
    }
}
