package io.headwater.infer;

import org.jspecify.annotations.Nullable;

/** How a model is to be opened.
 *
 *  @param threads that one run works with, where the engine can
 *  @param runs whether it will be run; else it is opened quickly, to be looked at
 *  @param engine in the place of the manifest's; null for that one */
record Opening(int threads, boolean runs, @Nullable Engine engine) {
    static final Opening TO_LOOK = new Opening(1, false, null);
    static final Opening TO_RUN = new Opening(1, true, null);
}
