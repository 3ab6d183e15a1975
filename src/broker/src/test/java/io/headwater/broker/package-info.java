/** Tests against the real broker. */
@NullMarked
package io.headwater.broker;

import org.jspecify.annotations.NullMarked;
