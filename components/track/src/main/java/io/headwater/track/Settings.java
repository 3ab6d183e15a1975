package io.headwater.track;

import java.time.Duration;

/** How objects are followed.
 *
 *  @param highScore what scores at least this is matched first, and can begin an object
 *  @param lowScore what scores at least this can continue one
 *  @param minIou least overlap with the place where an object is expected
 *  @param minHits pictures in a row in which an object is found before it has an id
 *  @param maxLost how long one that is not found is remembered
 *  @param pathLength how many of its last places are told */
record Settings(double highScore, double lowScore, double minIou, int minHits, Duration maxLost, int pathLength) {
    static final Duration MOST_LOST = Duration.ofMinutes(10);
    static final int MOST_HITS = 100;
    static final int LONGEST_PATH = 1000;
}
