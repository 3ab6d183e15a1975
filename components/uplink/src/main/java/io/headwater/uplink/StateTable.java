package io.headwater.uplink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** What steps know, beside the records: put in by the same commits, so that one sync serves both.
 *  <p>Threading: the writer's alone. */
final class StateTable implements AutoCloseable {
    private static final int KEPT_DAMAGED = 100;

    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final PreparedStatement size;
    private final PreparedStatement all;
    private final PreparedStatement setAside;
    private final PreparedStatement trim;

    StateTable(Connection db) throws SQLException {
        put = db.prepareStatement("INSERT INTO state(owner, key, changed, crc, value) VALUES(?1, ?2, ?3, ?4, ?5)"
                + " ON CONFLICT(owner, key) DO UPDATE SET changed = ?3, crc = ?4, value = ?5");
        delete = db.prepareStatement("DELETE FROM state WHERE owner = ? AND key = ?");
        size = db.prepareStatement("SELECT length(value) FROM state WHERE owner = ? AND key = ?");
        all = db.prepareStatement("SELECT key, changed, crc, value FROM state WHERE owner = ? ORDER BY key");
        setAside = db.prepareStatement("INSERT INTO state_damaged SELECT owner, key, changed, crc, value, ? FROM state WHERE owner = ? AND key = ?");
        trim = db.prepareStatement("DELETE FROM state_damaged WHERE rowid NOT IN (SELECT rowid FROM state_damaged ORDER BY rowid DESC LIMIT ?)");
    }

    /** What was found of an owner, and the keys of entries that the disk has changed. */
    record Found(Map<String, byte[]> sound, List<String> damaged) {}

    Found load(String owner, long now) throws SQLException {
        Found found = new Found(new TreeMap<>(), new ArrayList<>());
        all.setString(1, owner);
        try (ResultSet r = all.executeQuery()) {
            while (r.next()) {
                String key = r.getString(1);
                byte[] value = r.getBytes(4);
                if (key != null && value != null && crc(owner, key, r.getLong(2), value) == r.getInt(3)) {
                    found.sound.put(key, value);
                } else {
                    found.damaged.add(String.valueOf(key));
                }
            }
        }
        for (String key : found.damaged) {
            setAside.setLong(1, now);
            setAside.setString(2, owner);
            setAside.setString(3, key);
            setAside.executeUpdate();
            delete(owner, key);
        }
        if (!found.damaged.isEmpty()) {
            trim.setInt(1, KEPT_DAMAGED);
            trim.executeUpdate();
        }
        return found;
    }

    /** How many bytes more these changes would take; below 0 where they make room. */
    long growth(String owner, Map<String, Optional<byte[]>> changes) throws SQLException {
        long growth = 0;
        for (Map.Entry<String, Optional<byte[]>> change : changes.entrySet()) {
            size.setString(1, owner);
            size.setString(2, change.getKey());
            try (ResultSet r = size.executeQuery()) {
                growth -= r.next() ? r.getLong(1) : 0;
            }
            growth += change.getValue().map(value -> value.length).orElse(0);
        }
        return growth;
    }

    void write(String owner, Map<String, Optional<byte[]>> changes, long now) throws SQLException {
        for (Map.Entry<String, Optional<byte[]>> change : changes.entrySet()) {
            if (change.getValue().isEmpty()) {
                delete(owner, change.getKey());
                continue;
            }
            byte[] value = change.getValue().get();
            put.setString(1, owner);
            put.setString(2, change.getKey());
            put.setLong(3, now);
            put.setInt(4, crc(owner, change.getKey(), now, value));
            put.setBytes(5, value);
            put.executeUpdate();
        }
    }

    private void delete(String owner, String key) throws SQLException {
        delete.setString(1, owner);
        delete.setString(2, key);
        delete.executeUpdate();
    }

    /** As for {@link Row#crc records}: over every column, each text with its length. */
    static int crc(String owner, String key, long changed, byte[] value) {
        CRC32C sum = new CRC32C();
        for (String text : List.of(owner, key)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            sum.update(bytes, 0, bytes.length);
        }
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(changed).flip());
        sum.update(value, 0, value.length);
        return (int) sum.getValue();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement s : List.of(put, delete, size, all, setAside, trim)) {
            s.close();
        }
    }
}
