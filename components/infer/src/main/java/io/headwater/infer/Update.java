package io.headwater.infer;

/** Who has another version of a model take over. */
public enum Update {
    /** A person, by {@code headwater models use}. */
    MANUAL,
    /** A higher version does, once it is there. */
    NEWEST
}
