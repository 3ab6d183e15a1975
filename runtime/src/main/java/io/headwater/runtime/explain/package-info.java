/** Tells in plain words what routes do: what they may drop and where, what they keep, what leaves the box, what a kill takes. */
@NullMarked
package io.headwater.runtime.explain;

import org.jspecify.annotations.NullMarked;
