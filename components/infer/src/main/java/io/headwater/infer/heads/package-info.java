/** The common heads: each reads one kind of model output, as the manifest declares it. They use nothing that a head of
 *  another's could not use too. */
@NullMarked
package io.headwater.infer.heads;

import org.jspecify.annotations.NullMarked;
