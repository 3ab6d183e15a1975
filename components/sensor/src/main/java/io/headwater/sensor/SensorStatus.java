package io.headwater.sensor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A sensor at one moment, for health checks and the console.
 *
 *  @param name the sensor's name
 *  @param route route that it feeds
 *  @param location where it reads from, without credentials
 *  @param state what it is doing
 *  @param since when it began to
 *  @param error what went wrong last, without anything secret; null when nothing has
 *  @param messages messages that came since its start, those that came again among them
 *  @param lastMessage when the last one came; null when none has
 *  @param unacknowledged messages that the bus keeps until their way has ended
 *  @param retrying of these, those that failed, and are tried again
 *  @param unreadable messages that held no readings
 *  @param givenUp messages that failed as often as they may, and were acknowledged all the same
 *  @param reconnects how often it was connected again since its start */
public record SensorStatus(String name, String route, String location, SensorState state, Instant since, @Nullable String error,
        long messages, @Nullable Instant lastMessage, int unacknowledged, int retrying, long unreadable, long givenUp, int reconnects) {}
