/** {@code infer:}: runs a model by name on each frame. A model is a folder with an ONNX file and a manifest, {@code model.yaml},
 *  which declares how a picture becomes its input and how its outputs are read; the reading is done by a {@link
 *  io.headwater.infer.Head head}, found by {@link java.util.ServiceLoader}. */
@NullMarked
package io.headwater.infer;

import org.jspecify.annotations.NullMarked;
