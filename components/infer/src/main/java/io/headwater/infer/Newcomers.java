package io.headwater.infer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Higher versions that have come of themselves, for steps that take them. Each is told once, and again when its folder has changed: it may have been
 *  looked at half copied.
 *  <p>Threading: guarded by {@link ModelVersions}. */
final class Newcomers {
    private final Map<String, String> told = new HashMap<>();

    /** The one that a step is to go over to; reads the folders of its models. */
    Optional<ModelName> of(ModelUse use, Choice choice) {
        if (use.settings().rollout().update() != Update.NEWEST || !use.isOpen()) {
            return Optional.empty();
        }
        return use.folders().versions(use.name()).stream().filter(v -> !choice.refused().containsKey(v)).max(ModelFolders.BY_VERSION)
                .filter(v -> !v.equals(choice.tried()) && ModelFolders.BY_VERSION.compare(v, use.inUse().name()) > 0).map(v -> new ModelName(use.name(), v)).filter(newest -> {
                    String look = use.folders().look(newest);
                    return !look.equals(told.put(use.name(), look));
                });
    }
}
