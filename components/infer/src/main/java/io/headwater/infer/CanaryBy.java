package io.headwater.infer;

/** How a new version gets its share of the frames, so that a tracker behind it does not see two versions take turns frame by frame. */
public enum CanaryBy {
    /** The first part of every minute. */
    TIME,
    /** All frames of some sources: as many as make up the share, one at least. */
    CAMERA
}
