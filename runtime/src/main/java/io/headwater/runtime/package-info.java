/** The Quarkus application around the components: command line, route loading, health, metrics, console, and the way to Kafka. */
@NullMarked
package io.headwater.runtime;

import org.jspecify.annotations.NullMarked;
