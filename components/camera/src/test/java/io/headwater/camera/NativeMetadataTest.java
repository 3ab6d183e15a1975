package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a native executable must know of the types that FFmpeg's wrappers make and call from native code. */
class NativeMetadataTest {

    @Test
    void namesOnlyTypesThatAreThere() throws Exception {
        for (String type : types()) {
            assertThatCode(() -> Class.forName(type, false, getClass().getClassLoader())).as(type).doesNotThrowAnyException();
        }
    }

    @Test
    void namesEveryTypeThatNativeCodeCallsBack() throws Exception {
        assertThat(types()).contains(Interrupt.Asked.class.getName(), FfmpegLog.class.getName());
    }

    @Test
    void namesEveryWrapperThatIsUsed() throws Exception {
        Pattern wrapper = Pattern.compile("import (org\\.bytedeco\\.(?:ffmpeg\\.(?!global)[a-z]+|javacpp)\\.[A-Z]\\w+);");
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/headwater/camera"))) {
            for (Path source : sources.toList()) {
                List<String> used = wrapper.matcher(Files.readString(source)).results().map(found -> found.group(1)).filter(type -> !type.endsWith(".Loader")).toList();
                assertThat(types()).as(source.toString()).containsAll(used);
            }
        }
    }

    private List<String> types() throws Exception {
        List<String> types = new ArrayList<>();
        try (var json = getClass().getResourceAsStream("/META-INF/native-image/io.headwater/camera/reachability-metadata.json")) {
            for (JsonNode entry : new ObjectMapper().readTree(json).path("reflection")) {
                types.add(entry.path("type").asText());
            }
        }
        return types;
    }
}
