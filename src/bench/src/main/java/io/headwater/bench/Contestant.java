package io.headwater.bench;

import java.nio.file.Path;
import java.util.List;

/** Who carries the load. */
enum Contestant {
    /** This engine. */
    HEADWATER("this engine"),
    /** Plain Camel with what {@code seda:} does unless told otherwise. */
    SEDA("plain Camel, seda: as it comes"),
    /** Plain Camel as one writes it who has been bitten: a short queue that blocks. */
    SEDA_BOUNDED("plain Camel, seda:?size=4&blockWhenFull=true");

    private final String title;

    Contestant(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    Load load(Path root, List<Integer> weights, int slower, long frameBytes) throws Exception {
        return switch (this) {
            case HEADWATER -> new EngineLoad(root, weights, slower, frameBytes);
            case SEDA -> new SedaLoad(root, weights.size(), slower, "");
            case SEDA_BOUNDED -> new SedaLoad(root, weights.size(), slower, "size=4&blockWhenFull=true");
        };
    }
}
