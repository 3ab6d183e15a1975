package io.headwater.torture;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code strace -f -y -xx} wrote down, as far as it concerns one folder and one file of books.
 *  <p>Order: a write counts from where it was asked for, a sync from where it had returned; since one thread does both, nothing is
 *  called durable that was not.
 *  <p>Errors: {@link IOException} for a call that changes a file of the folder and is not understood here. */
final class SystemCalls {
    /** Every call by which a file can be changed; those not understood stop the reading. Memory maps are not seen: SQLite uses one
     *  for {@code -shm} alone, which it makes anew after a crash. */
    static final String TRACED = "openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,truncate,fallocate,fsync,fdatasync,"
            + "sync_file_range,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,copy_file_range,sendfile,close";

    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)", Pattern.DOTALL);
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)", Pattern.DOTALL);
    private static final Pattern RESULT = Pattern.compile(".*\\) += (-?\\d+)(?:<(.*)>)?.*", Pattern.DOTALL);
    private static final Pattern ON_FILE = Pattern.compile("\\d+<([^>]*)>(?:\\(deleted\\))?(.*)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile(", (\\d+)");
    private static final String UNFINISHED = " <unfinished ...>";

    private final Path folder;
    private final Path books;
    private final List<DiskEvent> events = new ArrayList<>();
    private final Map<String, String> unfinished = new HashMap<>();
    private final Map<Path, Long> positions = new HashMap<>();
    private final Set<Path> known = new HashSet<>();

    private SystemCalls(Path folder, Path books) {
        this.folder = folder;
        this.books = books;
    }

    /** The events of a trace, in order. */
    static List<DiskEvent> read(Path trace, Path folder, Path books) throws IOException {
        SystemCalls calls = new SystemCalls(folder, books);
        try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                calls.line(line);
            }
        }
        return calls.events;
    }

    private void line(String line) throws IOException {
        Matcher resumed = RESUMED.matcher(line);
        if (resumed.matches()) {
            String begun = unfinished.remove(resumed.group(1));
            if (begun != null) {
                returned(resumed.group(2), begun, resumed.group(3));
            }
            return;
        }
        Matcher call = CALL.matcher(line);
        if (!call.matches()) {
            return; // a signal, the end of a thread
        }
        String arguments = call.group(3);
        if (arguments.endsWith(UNFINISHED)) {
            arguments = arguments.substring(0, arguments.length() - UNFINISHED.length());
            unfinished.put(call.group(1), arguments);
            asked(call.group(2), arguments);
        } else {
            asked(call.group(2), arguments);
            returned(call.group(2), arguments, arguments);
        }
    }

    /** What takes effect from where it is asked for. */
    private void asked(String call, String arguments) throws IOException {
        Matcher on = ON_FILE.matcher(arguments);
        Path file = on.matches() ? path(on.group(1)) : null;
        if (file == null || !file.startsWith(folder) && !file.equals(books)) {
            return;
        }
        switch (call) {
            case "write" -> {
                byte[] bytes = bytes(arguments);
                if (file.equals(books)) {
                    events.add(new DiskEvent.Told(new String(bytes, StandardCharsets.US_ASCII).strip()));
                } else {
                    long at = positions.getOrDefault(file, 0L);
                    events.add(new DiskEvent.Wrote(file, at, bytes));
                    positions.put(file, at + bytes.length);
                }
            }
            case "pwrite64" -> events.add(new DiskEvent.Wrote(file, last(arguments), bytes(arguments)));
            case "ftruncate" -> events.add(new DiskEvent.Resized(file, last(arguments)));
            case "lseek", "fsync", "fdatasync", "close" -> { /* told when it has returned */ }
            default -> throw new IOException("the trace has a call that is not understood here: " + call + " on " + file);
        }
    }

    /** What counts from where it has returned. */
    private void returned(String call, String arguments, String end) throws IOException {
        Matcher result = RESULT.matcher(end);
        if (!result.matches() || result.group(1).startsWith("-")) {
            return;
        }
        switch (call) {
            case "fsync", "fdatasync" -> {
                Matcher on = ON_FILE.matcher(arguments);
                Path file = on.matches() ? path(on.group(1)) : null;
                if (file != null && (file.startsWith(folder) || file.equals(folder.getParent()))) {
                    events.add(new DiskEvent.Synced(file));
                }
            }
            case "openat" -> opened(arguments, result.group(2));
            case "lseek" -> {
                Matcher on = ON_FILE.matcher(arguments);
                if (on.matches()) {
                    positions.put(path(on.group(1)), Long.parseLong(result.group(1)));
                }
            }
            case "unlink", "unlinkat" -> named(arguments, 0, DiskEvent.Removed::new);
            case "mkdir", "mkdirat" -> named(arguments, 0, DiskEvent.MadeFolder::new);
            case "rename", "renameat", "renameat2" -> {
                List<Path> names = names(arguments);
                if (names.getFirst().startsWith(folder)) {
                    events.add(new DiskEvent.Renamed(names.getFirst(), names.getLast()));
                    known.remove(names.getFirst());
                    known.add(names.getLast());
                }
            }
            case "link", "linkat", "truncate", "creat", "open" -> named(arguments, 0, path -> {
                throw new IllegalStateException("the trace has a call that is not understood here: " + call + " on " + path);
            });
            default -> { /* told when it was asked for, or changes nothing */ }
        }
    }

    private void opened(String arguments, String shown) {
        Path file = path(shown);
        if (!file.startsWith(folder)) {
            return;
        }
        positions.put(file, 0L);
        if (arguments.contains("O_CREAT") && known.add(file)) {
            events.add(new DiskEvent.MadeFile(file));
        }
        if (arguments.contains("O_TRUNC")) {
            events.add(new DiskEvent.Resized(file, 0));
        }
    }

    private void named(String arguments, int index, Function<Path, DiskEvent> event) {
        Path path = names(arguments).get(index);
        if (path.startsWith(folder)) {
            events.add(event.apply(path));
            known.remove(path);
        }
    }

    private static List<Path> names(String arguments) {
        List<Path> names = new ArrayList<>();
        for (int from = arguments.indexOf('"'); from >= 0; ) {
            int to = arguments.indexOf('"', from + 1); // none inside: every byte is written as \\x..
            names.add(path(arguments.substring(from + 1, to)));
            from = arguments.indexOf('"', to + 1);
        }
        return names;
    }

    private static Path path(String escaped) {
        return Path.of(new String(unescape(escaped), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String arguments) throws IOException {
        int from = arguments.indexOf('"');
        int to = arguments.indexOf('"', from + 1);
        if (from < 0 || arguments.startsWith("...", to + 1)) {
            throw new IOException("the trace has a write that is cut short");
        }
        return unescape(arguments.substring(from + 1, to));
    }

    private static byte[] unescape(String text) {
        if (!text.startsWith("\\x")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 4);
        for (int i = 2; i < text.length(); i += 4) {
            bytes.write(Character.digit(text.charAt(i), 16) << 4 | Character.digit(text.charAt(i + 1), 16));
        }
        return bytes.toByteArray();
    }

    private static long last(String arguments) {
        long last = -1;
        for (Matcher number = NUMBER.matcher(arguments.substring(arguments.lastIndexOf('"') + 1)); number.find(); ) {
            last = Long.parseLong(number.group(1));
        }
        return last;
    }
}
