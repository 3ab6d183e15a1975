package io.headwater.stage;

import io.headwater.flow.Overflow;

/** How much a stage holds, and what it does when full. All who write into one stage say the same.
 *
 *  @param capacity items
 *  @param maxBytes of what the items hold; {@link Long#MAX_VALUE} for no limit */
record Settings(int capacity, long maxBytes, Overflow overflow) {
    static final int MOST_CAPACITY = 100_000;
    static final int MOST_WORKERS = 256;

    @Override
    public String toString() {
        return "capacity " + capacity + (maxBytes == Long.MAX_VALUE ? "" : ", maxBytes " + maxBytes) + ", overflow " + overflow;
    }
}
