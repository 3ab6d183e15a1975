package io.headwater.runtime.format;

/** A comment of a file.
 *
 *  @param line where it stands, from 0
 *  @param column the same
 *  @param text from its {@code #} on
 *  @param alone whether nothing stands before it on its line
 *  @param apart whether an empty line is above it
 *  @param parted whether an empty line is below it */
record Comment(int line, int column, String text, boolean alone, boolean apart, boolean parted) {}
