/** Tests of the suite itself, and of how frames, order and the ledger fare on real routes. */
@NullMarked
package io.headwater.contract;

import org.jspecify.annotations.NullMarked;
