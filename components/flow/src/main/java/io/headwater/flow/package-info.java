/** The closed set of values that flow through a route, the memory they live in, and the ledger that counts them.
 *  Plain Java: nothing here knows Camel, Quarkus, or a native library. */
@NullMarked
package io.headwater.flow;

import org.jspecify.annotations.NullMarked;
