package io.headwater.camera;

/** What a camera is doing. */
public enum CameraState {
    /** Being opened. */
    CONNECTING,
    /** Giving frames. */
    STREAMING,
    /** Was open, but gave no frame for {@code stallTimeout}; it is opened again. */
    STALLED,
    /** Could not be opened, or broke off; the next attempt is due after a delay. */
    WAITING,
    /** Came to its end: the file is over, or {@code frames} were given. */
    ENDED,
    /** Broken for good: a file that cannot be read on, or pictures larger than the memory for frames. */
    FAILED,
    /** Stopped with its route. */
    STOPPED
}
