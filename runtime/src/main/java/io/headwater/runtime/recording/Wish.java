package io.headwater.runtime.recording;

import java.nio.file.Path;
import java.time.Duration;

/** What is to be recorded, and within which bounds.
 *
 *  @param folder where the test is made; must not be there yet, or be empty
 *  @param time ends by itself after this
 *  @param maxBytes ends by itself when this much was written
 *  @param quality of pictures, 1–100, or 0 for every pixel as it was
 *  @param scrub what is made unrecognisable
 *  @param allowPictures whether pictures may be recorded where they may not leave the box
 *  @param command as the user typed it, for the test to tell */
public record Wish(String route, Path folder, Duration time, long maxBytes, int quality, Scrub scrub, boolean allowPictures, String command) {}
