package io.headwater.exchange;

/** A failure that lies in the surroundings and not in the item: the same item may be given again, and go through. */
public interface TemporaryFailure {}
