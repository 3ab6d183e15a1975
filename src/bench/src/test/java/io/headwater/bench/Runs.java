package io.headwater.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Real runs of one pass each, shared by the tests, since each takes seconds. */
final class Runs {
    private static final Map<String, Result> DONE = new HashMap<>();

    private Runs() {}

    static synchronized Result of(Rival rival, Model model, Path clip) throws Exception {
        String key = rival.title() + " " + model + " " + clip;
        Result known = DONE.get(key);
        if (known == null) {
            known = rival.run(Task.of(Project.ROOT, model, clip, 1));
            DONE.put(key, known);
        }
        return known;
    }
}
