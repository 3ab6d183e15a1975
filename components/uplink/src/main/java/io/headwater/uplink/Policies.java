package io.headwater.uplink;

import io.headwater.flow.Priority;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The policy of each lane: that of the route that runs, else the last one that the file knows, so that what waits of a route that
 *  is gone is still treated as it was meant.
 *  <p>Threading: routes set, the writer reads and writes down. Setting never waits for the disk. */
final class Policies {
    private final Map<String, LanePolicy> policies = new ConcurrentHashMap<>();
    private final Map<String, LanePolicy> unwritten = new ConcurrentHashMap<>();
    private Map<String, LanePolicy> written = Map.of();

    Policies(Connection db) throws SQLException {
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("SELECT name, priority, ttl, offer, when_full, exactly_once FROM lane")) {
            while (r.next()) {
                policies.put(r.getString(1), read(r));
            }
        }
    }

    private static LanePolicy read(ResultSet r) throws SQLException {
        long ttl = r.getLong(3);
        try {
            return new LanePolicy(Priority.valueOf(r.getString(2)), ttl <= 0 ? null : Duration.of(ttl, ChronoUnit.MICROS),
                    OfferOrder.valueOf(r.getString(4)), WhenFull.valueOf(r.getString(5)), r.getInt(6) != 0);
        } catch (IllegalArgumentException | NullPointerException e) {
            return LanePolicy.DEFAULT; // the disk has changed it; a route that runs says it anew
        }
    }

    LanePolicy of(String lane) {
        return policies.getOrDefault(lane, LanePolicy.DEFAULT);
    }

    void set(String lane, LanePolicy policy) {
        if (!policy.equals(policies.put(lane, policy))) {
            unwritten.put(lane, policy);
        }
    }

    /** Which lanes are known. */
    Set<String> lanes() {
        return policies.keySet();
    }

    /** Writes down what has changed; part of a transaction, and done again until one has come to something. */
    void write(Connection db) throws SQLException {
        if (unwritten.isEmpty()) {
            return;
        }
        try (PreparedStatement s = db.prepareStatement("INSERT INTO lane(name, stored, acknowledged, damaged, priority, ttl, offer, when_full, exactly_once)"
                + " VALUES(?,0,0,0,?,?,?,?,?)"
                + " ON CONFLICT(name) DO UPDATE SET priority = excluded.priority, ttl = excluded.ttl, offer = excluded.offer, when_full = excluded.when_full,"
                + " exactly_once = excluded.exactly_once")) {
            written = Map.copyOf(unwritten);
            for (Map.Entry<String, LanePolicy> lane : written.entrySet()) {
                LanePolicy policy = lane.getValue();
                s.setString(1, lane.getKey());
                s.setString(2, policy.priority().name());
                s.setLong(3, micros(policy.ttl()));
                s.setString(4, policy.order().name());
                s.setString(5, policy.whenFull().name());
                s.setInt(6, policy.exactlyOnce() ? 1 : 0);
                s.executeUpdate();
            }
        }
    }

    /** The outbox was salvaged, maybe without them: all are to be written. */
    void renewed() {
        unwritten.putAll(policies);
    }

    void committed() {
        written.forEach(unwritten::remove); // but for one that was set anew meanwhile
        written = Map.of();
    }

    private static long micros(@Nullable Duration ttl) {
        return ttl == null ? 0 : ttl.toNanos() / 1000;
    }
}
