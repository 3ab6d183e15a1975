/** Tests of routes: reads {@code *.test.yaml}, runs the routes on what was recorded, and compares what became of it with what was expected. */
@NullMarked
package io.headwater.runtime.testing;

import org.jspecify.annotations.NullMarked;
