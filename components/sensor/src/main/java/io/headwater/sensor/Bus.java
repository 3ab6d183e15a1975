package io.headwater.sensor;

import java.io.Closeable;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A bus as one sensor uses it: connections that come and go, each of which gives messages.
 *  <p>Threading: one thread connects, over and over. */
sealed interface Bus permits MqttBus, FileBus {
    /** The bus of a location. */
    static Bus of(Settings settings, InstantSource clock) {
        return switch (settings.location()) {
            case MqttLocation at -> new MqttBus(settings, at);
            case FileLocation at -> new FileBus(settings, at, clock);
        };
    }

    /** Whether messages that nobody acknowledges wait all the same until there is room for them. */
    default boolean keeps() {
        return false;
    }

    /** Connects, and gives what comes to the inbox from then on.
     *  <p>Errors: {@link BusException} when it cannot; what was opened is closed again. */
    Connection connect(Inbox inbox) throws BusException, InterruptedException;

    /** A connection that stands. */
    interface Connection extends Closeable {
        /** Waits until the connection is gone; null where nothing comes any more, on no connection. */
        @Nullable Away awaitEnd() throws InterruptedException;

        /** Says goodbye. What was not acknowledged stays with the bus. */
        @Override
        void close();
    }

    /** Takes messages.
     *  <p>Threading: one thread a connection, which must not be held up. */
    interface Inbox {
        /** From now on what is sent to the bus comes. */
        void ready();

        /** @param channel the topic, register or address that the message came by
         *  @param id what a property beside the payload says that it is; null where none does
         *  @param at when it came; null for now */
        void came(String channel, byte[] payload, @Nullable String id, @Nullable Instant at, Receipt receipt);
    }

    /** By which a message is acknowledged.
     *  <p>Threading: any. */
    interface Receipt {
        /** Of a message that nobody wants acknowledged. */
        Receipt NONE = new Receipt() {
            @Override
            public boolean isAwaited() {
                return false;
            }

            @Override
            public boolean isVoid() {
                return false;
            }

            @Override
            public void give() {}
        };

        /** Whether the bus keeps the message until it is acknowledged. */
        boolean isAwaited();

        /** Whether it is too late: the connection is gone, and the bus gives the message again. */
        boolean isVoid();

        /** Acknowledges the message, unless it is too late; doing so again is harmless. */
        void give();
    }
}
