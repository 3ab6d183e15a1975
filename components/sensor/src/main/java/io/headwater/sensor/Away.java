package io.headwater.sensor;

/** Why there is no connection.
 *
 *  @param why in words for people, without anything secret
 *  @param refused whether the bus answers and will not have this sensor: somebody has to mend that, while one that is away comes back */
record Away(String why, boolean refused) {}
