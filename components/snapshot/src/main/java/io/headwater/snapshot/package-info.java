/** The component {@code snapshot}: the pictures around what happened, kept on disk. */
@NullMarked
package io.headwater.snapshot;

import org.jspecify.annotations.NullMarked;
