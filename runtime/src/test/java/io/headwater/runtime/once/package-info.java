@org.jspecify.annotations.NullMarked
package io.headwater.runtime.once;
