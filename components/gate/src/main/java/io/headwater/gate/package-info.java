/** {@code gate:} lets through what matters of a model's answers, by score and by label, and counts what it holds back. */
@NullMarked
package io.headwater.gate;

import org.jspecify.annotations.NullMarked;
