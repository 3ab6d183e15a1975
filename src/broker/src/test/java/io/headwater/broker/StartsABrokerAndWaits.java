package io.headwater.broker;

import java.io.IOException;
import java.nio.file.Path;

/** A program that starts a broker, prints the broker's process id and never closes it. */
final class StartsABrokerAndWaits {

    private StartsABrokerAndWaits() {
    }

    public static void main(String[] args) throws IOException {
        BrokerProcess broker = BrokerProcess.start(Path.of(args[0]), BrokerProcess.freePort());
        System.out.println(broker.process().pid());
        System.in.read();
    }
}
