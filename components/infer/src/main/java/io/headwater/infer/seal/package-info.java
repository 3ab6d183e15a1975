/** Signatures over a model's folder, in the format of OpenSSF Model Signing: a DSSE envelope in a Sigstore bundle, by the public-key method. */
@NullMarked
package io.headwater.infer.seal;

import org.jspecify.annotations.NullMarked;
