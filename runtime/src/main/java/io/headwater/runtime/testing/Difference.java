package io.headwater.runtime.testing;

import io.headwater.runtime.check.Place;
import java.nio.file.Path;

/** One thing that came out differently.
 *
 *  @param file the test's file
 *  @param at where the test expects it
 *  @param what what was looked at, as in {@code people/find passed}
 *  @param isGolden whether a golden file expects it, and not the test itself */
record Difference(Path file, Place at, String what, String expected, String actual, boolean isGolden) {
    @Override
    public String toString() {
        return file + ":" + at.line() + ":" + at.column() + ": " + what + ": expected " + expected + ", was " + actual;
    }
}
