/**
 * A real Apache Kafka of one node, for the demo and for tests: the node itself ({@link io.headwater.broker.KafkaNode}),
 * the child process that carries it ({@link io.headwater.broker.BrokerProcess}) and a consumer that reads a topic back
 * and counts ({@link io.headwater.broker.ReadBack}). Nothing of this package enters the product.
 */
@NullMarked
package io.headwater.broker;

import org.jspecify.annotations.NullMarked;
