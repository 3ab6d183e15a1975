package io.headwater.exchange;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import org.apache.camel.CamelContext;

/** Keeps what steps know on disk: what {@link #save} has answered survives a kill and a power cut.
 *  <p>Threading: safe. */
public interface StateStore {
    /** All that is kept of an owner, by key. Entries that the disk has changed are told in the log and set aside.
     *
     *  @param owner {@code route/step}
     *  <p>Errors: {@link RuntimeException} when the disk cannot be read: then nothing is known of what is kept. */
    Map<String, byte[]> load(String owner) throws InterruptedException;

    /** Has what changed put on disk with the next group commit, one for all who ask meanwhile. Never waits. The stage completes on
     *  a thread of the store: who has more to do than a moment hands it to another. It fails when the disk does, or has no room. */
    CompletionStage<Void> save(Changes changes);

    /** What one owner has to keep.
     *  <p>Threading: called by the store's thread, one call after the other; none of them may wait. */
    interface Changes {
        String owner();

        /** All that changed since the last that was kept, each entry as it is now; an empty one is to be forgotten. It is put on
         *  disk as a whole, or not at all. */
        Map<String, Optional<byte[]>> take();

        /** What was last taken is on disk. */
        void kept();

        /** What was last taken is not on disk: it is still to be kept. */
        void notKept();
    }

    /** The store of an application; none where no component provides one: then what steps know is in memory alone. */
    static Optional<StateStore> of(CamelContext context) {
        return ServiceLoader.load(StateStoreProvider.class, StateStore.class.getClassLoader()).findFirst().map(provider -> provider.open(context));
    }
}
