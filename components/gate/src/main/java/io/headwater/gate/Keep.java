package io.headwater.gate;

/** Which objects a gate with a zone or a line keeps of an answer. */
public enum Keep {
    /** All of them: the gate only tells what became of the place. */
    ALL,
    /** Those that came into the zone since the picture before. */
    ENTERING,
    /** Those that are in the zone. */
    INSIDE,
    /** Those that left it since the picture before. */
    LEAVING,
    /** Those that crossed the line since the picture before. */
    CROSSING,
    /** Those of them that crossed it inwards. */
    IN,
    /** Those of them that crossed it outwards. */
    OUT;

    boolean isOfZone() {
        return this == ENTERING || this == INSIDE || this == LEAVING;
    }

    boolean isOfLine() {
        return this == CROSSING || this == IN || this == OUT;
    }
}
