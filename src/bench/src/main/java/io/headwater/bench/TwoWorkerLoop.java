package io.headwater.bench;

import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The best loop known: a thread decodes into reused buffers, two workers infer beside it over one session.
 *  <p>Threading: pictures go round through two queues, free and full; the first failure ends all. */
final class TwoWorkerLoop implements Rival {
    private static final int WORKERS = 2;
    /** One in the decoder's hands, one in each worker's, and one waiting for each worker. */
    private static final int PICTURES = 1 + 2 * WORKERS;

    public static void main(String[] args) {
        RivalCommand.main(new TwoWorkerLoop(), args);
    }

    @Override
    public String title() {
        return "two-worker loop";
    }

    @Override
    public Result run(Task task) throws Exception {
        Answers answers = task.answers();
        try (ClipReader clip = new ClipReader(task.clip());
                OrtSession session = Detector.open(task.modelFile());
                Ring ring = new Ring(clip.width(), clip.height())) {
            ExecutorService threads = Executors.newFixedThreadPool(1 + WORKERS);
            ExecutorCompletionService<Void> jobs = new ExecutorCompletionService<>(threads);
            jobs.submit(() -> decode(clip, task.passes(), ring));
            for (int i = 0; i < WORKERS; i++) {
                jobs.submit(() -> infer(session, task.model().head(), ring, answers));
            }
            try {
                for (int i = 0; i < 1 + WORKERS; i++) {
                    Future<Void> done = jobs.take();
                    done.get();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            } finally {
                threads.shutdownNow();
                threads.close();
            }
        }
        return answers.result(title(), task.model());
    }

    private static Void decode(ClipReader clip, int passes, Ring ring) throws Exception {
        Picture picture = ring.free.take();
        for (int pass = 0; pass < passes; pass++) {
            while (clip.next(picture)) {
                ring.full.put(picture);
                picture = ring.free.take();
            }
            clip.rewind();
        }
        for (int i = 0; i < WORKERS; i++) {
            ring.full.put(ring.end);
        }
        return null;
    }

    private static Void infer(OrtSession session, Head head, Ring ring, Answers answers) throws Exception {
        try (Detector detector = new Detector(session, head)) {
            for (Picture picture = ring.full.take(); picture != ring.end; picture = ring.full.take()) {
                int persons = detector.find(picture.mat()).count(Head.PERSON);
                answers.answered(System.nanoTime() - picture.decoded(), persons);
                ring.free.put(picture);
            }
        }
        return null;
    }

    /** The pictures that go round, and the one that says that no more come. */
    private static final class Ring implements AutoCloseable {
        final BlockingQueue<Picture> free = new ArrayBlockingQueue<>(PICTURES);
        final BlockingQueue<Picture> full = new ArrayBlockingQueue<>(PICTURES + WORKERS);
        final Picture end = new Picture(1, 1);
        private final List<Picture> all = new ArrayList<>();

        Ring(int width, int height) {
            for (int i = 0; i < PICTURES; i++) {
                all.add(new Picture(width, height));
            }
            free.addAll(all);
        }

        @Override
        public void close() {
            all.forEach(Picture::close);
            end.close();
        }
    }
}
