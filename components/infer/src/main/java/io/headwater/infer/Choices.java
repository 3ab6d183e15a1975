package io.headwater.infer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The choices of this box, on its disk before anybody acts on them.
 *  <p>Threading: read by anybody, changed under the lock of {@link ModelVersions}. */
final class Choices {
    private static final Logger LOG = LoggerFactory.getLogger(ModelVersions.class);

    private final Path root;
    private final VersionLog log;
    private final Map<String, Choice> byName = new ConcurrentHashMap<>();

    Choices(Path root, VersionLog log) {
        this.root = root;
        this.log = log;
    }

    Path root() {
        return root;
    }

    /** What is kept of a model; a trial that the box did not outlive is at an end. */
    Choice of(String name) {
        return byName.computeIfAbsent(name, n -> {
            Choice kept = Choice.read(root, n);
            if (kept.tried() == null) {
                return kept;
            }
            if (kept.paused()) {
                return write(n, kept.trying(kept.tried()));
            }
            String why = "the box ended while it was tried";
            log.tell(n, ModelVersions.Outcome.ROLLED_BACK, n + " " + kept.tried() + " is rolled back, " + kept.use() + " runs: " + why);
            return write(n, kept.refusing(kept.tried(), why));
        });
    }

    void keep(String name, Choice choice) {
        byName.put(name, write(name, choice));
    }

    private Choice write(String name, Choice choice) {
        try {
            choice.write(root, name);
        } catch (IOException e) {
            LOG.error("which version of {} is in use cannot be kept in {}: {}; a restart may run another one", name, root.resolve(name), e.getMessage());
        }
        return choice;
    }

    /** The box stops in good order: trials may go on. */
    void pause() {
        byName.forEach((name, choice) -> {
            if (choice.tried() != null) {
                write(name, choice.pausing());
            }
        });
    }
}
