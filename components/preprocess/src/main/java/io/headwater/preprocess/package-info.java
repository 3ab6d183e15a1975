/** Changes pictures on their way to a model or to people: cuts a part out, makes it smaller, blacks out what nobody may see.
 *  What a model needs is not done here: the model's own pass does it. */
@NullMarked
package io.headwater.preprocess;

import org.jspecify.annotations.NullMarked;
