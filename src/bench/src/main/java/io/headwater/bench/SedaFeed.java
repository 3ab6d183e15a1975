package io.headwater.bench;

import java.nio.file.Path;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.impl.DefaultCamelContext;

/** Camel's own {@code seda:} into {@code kafka:}, with no durability: what waits when the process ends is gone. */
final class SedaFeed implements Feed {
    private final ProducerTemplate sender;
    private final byte[] payload;

    private SedaFeed(ProducerTemplate sender, byte[] payload) {
        this.sender = sender;
        this.payload = payload;
    }

    /** @param args topic, records to warm up with, records, bytes of each, the project's folder, bootstrap servers, consumers of the queue */
    public static void main(String[] args) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        KafkaConfiguration kafka = new KafkaConfiguration();
        var settings = ProducerSettings.of(Path.of(args[4]));
        kafka.setBrokers(args[5]);
        kafka.setRequestRequiredAcks(settings.get("acks"));
        kafka.setLingerMs(Integer.valueOf(settings.get("linger.ms")));
        kafka.setBufferMemorySize(Integer.valueOf(settings.get("buffer.memory")));
        kafka.setValueSerializer("org.apache.kafka.common.serialization.ByteArraySerializer");
        kafka.setKey("bench");
        context.getComponent("kafka", KafkaComponent.class).setConfiguration(kafka);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:up?blockWhenFull=true&concurrentConsumers=" + args[6]).to("kafka:" + args[0]);
            }
        });
        context.start();
        FeedRun.run(new SedaFeed(context.createProducerTemplate(), FeedRun.payload(Integer.parseInt(args[3]))), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    @Override
    public void give(int records) {
        for (int i = 0; i < records; i++) {
            sender.sendBody("seda:up?blockWhenFull=true", payload);
        }
    }

    @Override
    public String facts() {
        return "nothing on disk";
    }
}
