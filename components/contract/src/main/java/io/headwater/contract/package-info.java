/** The test suite that every component passes, and what its tests stand on: routes from YAML text, pictures with a pattern.
 *  On the test class path only. */
@NullMarked
package io.headwater.contract;

import org.jspecify.annotations.NullMarked;
