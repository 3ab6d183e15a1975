package io.headwater.flow;

/** What goes first where there is too little for all. */
public enum Priority {
    HIGH, NORMAL, LOW
}
