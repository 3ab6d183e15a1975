package io.headwater.runtime.testing;

import io.headwater.runtime.check.Place;

/** A number that is expected, with what it may be off by.
 *
 *  @param at where the test states it */
record Amount(long least, long most, Place at) {
    boolean holds(long actual) {
        return actual >= least && actual <= most;
    }

    /** As in {@code 120}, {@code 118–122} or {@code 3 or more}. */
    @Override
    public String toString() {
        return least == most ? Long.toString(least) : most == Long.MAX_VALUE ? least + " or more" : least + "–" + most;
    }
}
