package io.headwater.uplink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The batch of each lane that is sent exactly once: its number, and its members while nobody knows whether the broker has them.
 *  <p>Threading: the writer's alone. Made anew after a transaction that came to nothing, so that it is what the file says. */
final class Batches implements AutoCloseable {
    private final Map<String, Long> numbers = new HashMap<>();
    private final TreeMap<Long, String> members = new TreeMap<>();
    private final PreparedStatement number;
    private final PreparedStatement join;
    private final PreparedStatement part;

    Batches(Connection db) throws SQLException {
        try (Statement s = db.createStatement()) {
            try (ResultSet r = s.executeQuery("SELECT lane, number FROM batch")) {
                while (r.next()) {
                    numbers.put(r.getString(1), r.getLong(2));
                }
            }
            try (ResultSet r = s.executeQuery("SELECT sequence, lane FROM member")) {
                while (r.next()) {
                    members.put(r.getLong(1), r.getString(2));
                }
            }
        }
        number = db.prepareStatement("INSERT INTO batch(lane, number) VALUES(?, ?) ON CONFLICT(lane) DO UPDATE SET number = excluded.number");
        join = db.prepareStatement("INSERT INTO member(sequence, lane) VALUES(?, ?)");
        part = db.prepareStatement("DELETE FROM member WHERE lane = ?");
    }

    /** That of the last batch; 0 before the first. */
    long number(String lane) {
        return numbers.getOrDefault(lane, 0L);
    }

    void number(String lane, long now) throws SQLException {
        number.setString(1, lane);
        number.setLong(2, now);
        number.executeUpdate();
        numbers.put(lane, now);
    }

    /** Whether nobody knows of that record whether the broker has it. */
    boolean contains(long sequence) {
        return members.containsKey(sequence);
    }

    List<Long> members(String lane) {
        return members.entrySet().stream().filter(m -> m.getValue().equals(lane)).map(Map.Entry::getKey).toList();
    }

    void join(String lane, List<Long> sequences) throws SQLException {
        for (long sequence : sequences) {
            join.setLong(1, sequence);
            join.setString(2, lane);
            join.executeUpdate();
            members.put(sequence, lane);
        }
    }

    void part(String lane) throws SQLException {
        part.setString(1, lane);
        part.executeUpdate();
        members.values().removeIf(lane::equals);
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement s : new ArrayList<>(List.of(number, join, part))) {
            s.close();
        }
    }
}
