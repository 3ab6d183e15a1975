/** How flow's values travel on a Camel exchange: frames under lease, items in order, every step in the ledger, values as JSON
 *  or JPEG; and the rules by which a route is checked before its first frame. Components stand on this, never on each other. */
@NullMarked
package io.headwater.exchange;

import org.jspecify.annotations.NullMarked;
