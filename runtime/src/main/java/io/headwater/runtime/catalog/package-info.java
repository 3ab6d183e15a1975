/** What designers load: this build's components, steps and Kamelets, in the forms of Karavan and Kaoto. */
@NullMarked
package io.headwater.runtime.catalog;

import org.jspecify.annotations.NullMarked;
