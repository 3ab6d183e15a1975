package io.headwater.torture;

import io.headwater.flow.Ledger;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxReader;
import io.headwater.uplink.OutboxRecord;
import io.headwater.uplink.OutboxState;
import io.headwater.uplink.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens what a power cut left, as the box would when it starts again, and tells what is not as promised. */
final class ImageCheck {
    private static final long SECONDS = 20;

    private ImageCheck() {}

    /** What is wrong with these files; null when everything in {@code must} is there, whole, once, the outbox works, and of each step
     *  in {@code states} at least what it was told is kept, and the books close.
     *  <p>Ownership: {@code folder} is made, and left as the outbox leaves it. */
    static @Nullable String fault(Path folder, Map<String, byte[]> files, Set<String> must, Map<String, Integer> states) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        try (Outbox outbox = Outbox.in(folder, Payload.QUOTA, new Ledger())) {
            for (Map.Entry<String, Integer> state : states.entrySet()) {
                String fault = KeptState.fault(outbox, state.getKey(), state.getValue());
                if (fault != null) {
                    return fault;
                }
            }
            String fault = fault(outbox, must);
            if (fault != null) {
                return fault;
            }
        } catch (Exception e) {
            return "the outbox did not open or close: " + e.getMessage();
        }
        try (OutboxReader reader = OutboxReader.open(folder)) {
            List<Ledger.Imbalance> wrong = reader.books().imbalances();
            return wrong.isEmpty() ? null : "its books do not close: " + wrong;
        }
    }

    private static @Nullable String fault(Outbox outbox, Set<String> must) throws InterruptedException {
        OutboxState state = outbox.state();
        if (state.missing() != 0 || state.damaged() != 0) {
            return "told as lost: " + state.missing() + " missing, " + state.damaged() + " damaged";
        }
        Receiver receiver = new Receiver();
        outbox.publisher().subscribe(receiver);
        Set<String> found = new HashSet<>();
        for (long i = 0; i < state.waiting(); i++) {
            OutboxRecord record = receiver.received.poll(SECONDS, TimeUnit.SECONDS);
            if (record == null) {
                return "wedged: " + found.size() + " of " + state.waiting() + " records came; " + outbox.state().trouble();
            }
            if (!found.add(record.id())) {
                return "offered twice: " + record.id();
            }
            if (!Arrays.equals(record.payload(), Payload.of(record.id()))) {
                return "changed: " + record.id();
            }
        }
        Set<String> lost = new HashSet<>(must);
        lost.removeAll(found);
        if (!lost.isEmpty()) {
            return "lost: " + lost.size() + " of " + must.size() + " kept records, such as " + lost.iterator().next();
        }
        Receipt receipt = outbox.append(Payload.draft("afterwards"));
        return receipt instanceof Receipt.Kept ? null : "takes nothing more: " + receipt;
    }

    private static final class Receiver implements Flow.Subscriber<OutboxRecord> {
        private final LinkedBlockingQueue<OutboxRecord> received = new LinkedBlockingQueue<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(OutboxRecord record) {
            received.add(record);
        }

        @Override
        public void onError(Throwable error) {
            // what did not come is told
        }

        @Override
        public void onComplete() {}
    }
}
