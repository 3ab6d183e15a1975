/** The reference consumer of what boxes send: dedupes, puts the parts of a window together, lets a thinned window stand for those it covers,
 *  and counts what it saw. The rules are those of the guide's page on the wire format. */
@NullMarked
package io.headwater.runtime.consume;

import org.jspecify.annotations.NullMarked;
