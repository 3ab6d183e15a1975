package io.headwater.infer;

import io.headwater.exchange.Problem;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks an {@code infer} step: the model is there, its manifest is right, its file has the digest and the tensors that the
 *  manifest states, and it knows the labels. Opens the file, and runs nothing. */
public final class InferCheck implements StepCheck {
    @Override
    public String scheme() {
        return InferEndpoint.SCHEME;
    }

    @Override
    public void check(Options step, Findings findings) {
        String model = step.text("model").orElse("");
        Settings settings = new Settings(model, step.number("minScore").orElse(null), Settings.labels(step.text("labels").orElse(null)),
                step.number("threads").orElse(1.0).intValue());
        settings.checkNumbers(findings);
        if (!model.isEmpty()) { // a missing option has been reported
            settings.find(ModelFolders.of(step.folder(), step.models()), findings).ifPresent(folder -> check(folder, settings, findings));
        }
    }

    private static void check(Path folder, Settings settings, Findings findings) {
        List<Problem> problems = new ArrayList<>();
        ModelFile file = ModelFile.open(folder, 1, false, problems);
        try (OnnxModel onnx = file.model()) {
            problems.forEach(findings::report);
        }
        if (file.manifest() != null) {
            settings.checkLabels(file.manifest(), findings);
        }
    }
}
