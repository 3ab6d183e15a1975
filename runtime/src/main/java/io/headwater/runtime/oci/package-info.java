/** Models as OCI artifacts: packed, kept in a layout on disk or in a registry, and brought to a box. Source: OCI Image and Distribution Specifications 1.1; file names as ORAS has them. */
@NullMarked
package io.headwater.runtime.oci;

import org.jspecify.annotations.NullMarked;
