package io.headwater.stage;

import java.util.List;

/** Cargo that writes down when it is discarded. */
record Box(String name, long bytes, List<String> discarded) implements Cargo {
    @Override
    public void discard(boolean stopped) {
        discarded.add(name + (stopped ? " stopped" : ""));
    }
}
