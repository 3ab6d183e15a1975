/** Tries to break what is promised: cuts the power, kills, freezes, fills the disk, and counts what was lost. */
@org.jspecify.annotations.NullMarked
package io.headwater.torture;
