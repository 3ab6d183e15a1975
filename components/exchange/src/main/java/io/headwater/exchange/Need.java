package io.headwater.exchange;

/** Memory that a step needs at once, beside what came to it.
 *
 *  @param what whose it is, as in {@code stage work}
 *  @param reckoning how many and how large, as in {@code 100 pictures of 640×480 BGR24}
 *  @param pictures bytes of the memory for pictures
 *  @param beside bytes of other memory outside of the Java heap
 *  @param shared whether all steps that name the same thing need it once */
public record Need(String what, String reckoning, long pictures, long beside, boolean shared) {
    /** Nothing worth counting. */
    public static final Need NONE = new Need("", "", 0, 0, true);

    /** What a step needs for itself. */
    public static Need own(String what, String reckoning, long pictures, long beside) {
        return new Need(what, reckoning, pictures, beside, false);
    }
}
