package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;

import io.headwater.flow.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A copy of an outbox's files, as a kill leaves them, and real damage to it. What lies where is told by the payloads themselves, which
 *  hold their record's id in every part of them: no knowledge of the file's format is needed for that. */
final class Wreck {
    static final int RECORDS = 300;
    /** Records acknowledged before; as many are dead letters. */
    static final int GONE = 5;
    private static final int PAGE = Database.PAGE;
    private static final int FRAME = PAGE + 24;
    private static final int LOG_HEADER = 32;
    private static final Pattern SAYS = Pattern.compile("(r\\d+) says ");

    final Path state;
    private final Set<String> touched = new HashSet<>();

    enum Harm { FLIP, ZERO, NOISE, TRUNCATE, HEADER, SHORT_HEADER, SHM, CUT_LOG, FLIP_LOG, LOG_HEADER }

    private Wreck(Path state) {
        this.state = state;
    }

    static byte[] payload(String id) {
        return (id + " says ").repeat(id.endsWith("7") ? 1200 : 4).getBytes(StandardCharsets.UTF_8);
    }

    /** Makes an outbox that is as full as its files show, killed in the middle or closed; returns the ids that were acknowledged. */
    static Set<String> make(Path closed, Path killed) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        try (Outbox outbox = Outbox.open(Settings.in(closed), new Ledger())) {
            for (int part = 0; part < 3; part++) {
                List<Draft> drafts = new ArrayList<>();
                for (int i = part * RECORDS / 3; i < (part + 1) * RECORDS / 3; i++) {
                    drafts.add(draft(i % 3 == 0 ? "alerts" : "summaries", "r" + i, payload("r" + i)));
                }
                outbox.append(drafts);
            }
            List<OutboxRecord> taken = Taker.of(outbox).take(2 * GONE);
            taken.subList(0, GONE).forEach(r -> acknowledged.add(r.id()));
            taken.subList(0, GONE).forEach(OutboxRecord::acknowledged);
            taken.subList(GONE, 2 * GONE).forEach(r -> r.undeliverable(new IllegalArgumentException("never")));
            for (int i = 0; i < 20; i++) {
                outbox.append(draft("last", "r" + (RECORDS + i), payload("r" + (RECORDS + i))));
            }
            copy(closed, killed);
        }
        return acknowledged;
    }

    static Wreck of(Path made, Path state) throws IOException {
        copy(made, Files.createDirectories(state));
        return new Wreck(state);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String file : List.of("outbox.db", "outbox.db-wal", "outbox.mark")) {
            if (Files.exists(from.resolve(file))) {
                Files.copy(from.resolve(file), to.resolve(file));
            }
        }
    }

    /** Records of which a part lies where damage was done, or an older version of a part. */
    Set<String> touched() {
        return touched;
    }

    void harm(Harm harm, SplittableRandom random) throws IOException {
        Path file = state.resolve("outbox.db");
        Path log = state.resolve("outbox.db-wal");
        byte[] bytes = Files.readAllBytes(file);
        byte[] frames = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
        int page = random.nextInt(bytes.length / PAGE) * PAGE;
        int frame = frames.length == 0 ? 0 : LOG_HEADER + random.nextInt((frames.length - LOG_HEADER) / FRAME) * FRAME;
        switch (harm) {
            case FLIP -> flip(bytes, page, PAGE, random);
            case ZERO -> {
                touch(bytes, page, PAGE);
                Arrays.fill(bytes, page, page + PAGE, (byte) 0);
            }
            case NOISE -> noise(bytes, page, PAGE, random);
            case HEADER -> noise(bytes, 0, PAGE, random);
            case SHORT_HEADER -> flip(bytes, 0, 100, random);
            case TRUNCATE -> {
                int to = random.nextInt(bytes.length);
                touch(bytes, to / PAGE * PAGE, bytes.length - to / PAGE * PAGE);
                bytes = Arrays.copyOf(bytes, to);
            }
            case SHM -> {
                byte[] noise = new byte[32768];
                random.nextBytes(noise);
                Files.write(state.resolve("outbox.db-shm"), noise);
            }
            case CUT_LOG -> {
                touch(frames, frame, frames.length - frame);
                frames = Arrays.copyOf(frames, frame + random.nextInt(FRAME));
            }
            case FLIP_LOG -> flip(frames, frame, FRAME, random);
            case LOG_HEADER -> flip(frames, 0, LOG_HEADER, random);
        }
        Files.write(file, bytes);
        if (frames.length > 0) {
            Files.write(log, frames);
        }
    }

    private void flip(byte[] bytes, int from, int length, SplittableRandom random) {
        touch(bytes, from, length);
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            bytes[from + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private void noise(byte[] bytes, int from, int length, SplittableRandom random) {
        touch(bytes, from, length);
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, length);
    }

    private void touch(byte[] bytes, int from, int length) {
        Matcher says = SAYS.matcher(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
        while (says.find()) {
            touched.add(says.group(1));
        }
    }
}
