/** Guesses what a model is that nobody has described: from names, shapes, metadata and one run. */
@NullMarked
package io.headwater.infer.draft;

import org.jspecify.annotations.NullMarked;
