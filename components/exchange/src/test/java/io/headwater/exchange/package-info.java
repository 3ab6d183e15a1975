/** Tests of the JSON and JPEG forms, against the published schemas. How leases, order and the ledger fare on real routes is
 *  tested in the contract module, which has the routes for it. */
@NullMarked
package io.headwater.exchange;

import org.jspecify.annotations.NullMarked;
