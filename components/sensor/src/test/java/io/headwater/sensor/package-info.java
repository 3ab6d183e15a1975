@org.jspecify.annotations.NullMarked
package io.headwater.sensor;
