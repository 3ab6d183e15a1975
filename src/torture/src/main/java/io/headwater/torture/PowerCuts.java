package io.headwater.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Records what a process that uses the outbox asks of its disk, makes the images that a power cut could have left at and between
 *  the syncs, opens each, and checks that everything acknowledged to the process is there.
 *  <p>Threading: one use at a time. */
final class PowerCuts {
    private final Path work;
    private final Path folder;
    private final long seed;
    private final int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger opened = new AtomicInteger();

    /** @param work an empty folder, better in memory: thousands of images are written there, one after the other */
    PowerCuts(Path work, long seed) {
        this.work = work;
        this.folder = work.resolve("recorded/state");
        this.seed = seed;
    }

    /** What was found.
     *
     *  @param events writes, syncs and the like of the process
     *  @param syncs of these, syncs
     *  @param kept records that the process was told are kept
     *  @param images distinct images opened
     *  @param faults what was not as promised, each with its image's place */
    record Report(int events, int syncs, int kept, int images, List<String> faults) {}

    /** What a process that keeps so many records asks of its disk.
     *  <p>Errors: {@link IOException} with the process's words when it fails. */
    List<DiskEvent> record(int records) throws IOException, InterruptedException {
        Path books = work.resolve("books");
        Files.createDirectories(folder.getParent());
        Path trace = trace(books, records);
        List<DiskEvent> events = SystemCalls.read(trace, folder, books);
        Files.delete(trace); // a hundred times what was written
        return events;
    }

    private Path trace(Path books, int records) throws IOException, InterruptedException {
        Path trace = work.resolve("trace");
        Path words = work.resolve("words");
        List<String> command = List.of("strace", "-f", "-y", "-qq", "--seccomp-bpf", "-xx", "-s", "16777216", "-e", "trace=" + SystemCalls.TRACED,
                "-o", trace.toString(), Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Keeper.class.getName(),
                folder.toString(), books.toString(), Long.toString(seed), Integer.toString(records));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(words.toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException("the recorded process failed:\n" + Files.readString(words));
        }
        return trace;
    }

    /** Opens so many images, spread over all moments of a recording.
     *
     *  @param progress told the number of each image that was opened; by several threads */
    Report check(List<DiskEvent> events, int images, IntConsumer progress) throws InterruptedException {
        Disk disk = new Disk(folder);
        Set<String> must = new HashSet<>();
        Set<String> delivered = new HashSet<>();
        Map<String, Integer> states = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        SplittableRandom random = new SplittableRandom(seed);
        int kept = 0;
        int syncs = 0;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        Semaphore room = new Semaphore(2 * threads);
        int moments = (int) events.stream().filter(e -> !(e instanceof DiskEvent.Told)).count();
        int moment = 0;
        int made = 0;
        for (int i = 0; i < events.size(); i++) {
            DiskEvent event = events.get(i);
            if (event instanceof DiskEvent.Told told) {
                String id = told.line().substring(2);
                if (told.line().startsWith("S ")) {
                    states.put(id.substring(0, id.indexOf(' ')), Integer.parseInt(id.substring(id.indexOf(' ') + 1)));
                } else if (told.line().startsWith("D ")) {
                    delivered.add(id); // may be told before it is told as kept
                    must.remove(id);
                } else {
                    kept++;
                    if (!delivered.contains(id)) {
                        must.add(id);
                    }
                }
                continue;
            }
            syncs += event instanceof DiskEvent.Synced ? 1 : 0;
            disk.apply(event);
            moment++;
            for (int due = (int) ((long) images * moment / moments); made < due; made++) {
                Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
                Map<String, byte[]> files = disk.afterCut(loss, random);
                if (seen.add(31 * print(files, must) + states.hashCode())) {
                    String place = "event " + i + " of " + events.size() + " (" + event.getClass().getSimpleName() + "), " + loss;
                    room.acquire();
                    open(pool, room, files, Set.copyOf(must), Map.copyOf(states), place, progress);
                }
            }
        }
        pool.shutdown();
        pool.awaitTermination(10, TimeUnit.MINUTES);
        return new Report(events.size(), syncs, kept, opened.get(), List.copyOf(faults));
    }

    private static long print(Map<String, byte[]> files, Set<String> must) {
        long print = must.size();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            print = 31 * print + file.getKey().hashCode();
            print = 0x9E3779B97F4A7C15L * (print ^ Arrays.hashCode(file.getValue()));
        }
        return print;
    }

    private void open(ExecutorService pool, Semaphore room, Map<String, byte[]> files, Set<String> must, Map<String, Integer> states, String place, IntConsumer progress) {
        int number = opened.incrementAndGet();
        pool.execute(() -> {
            Path image = work.resolve("image-" + number);
            try {
                String fault = ImageCheck.fault(image, files, must, states);
                if (fault != null) {
                    faults.add(place + ": " + fault);
                }
                PowerCutCommand.delete(image);
            } catch (Exception e) {
                faults.add(place + ": " + e);
            } finally {
                room.release();
                progress.accept(number);
            }
        });
    }
}
