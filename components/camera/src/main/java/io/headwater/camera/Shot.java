package io.headwater.camera;

import io.headwater.flow.Frame;
import io.headwater.flow.Origin;

/** What waits between a camera and its route. */
sealed interface Shot {

    Origin origin();

    /** Bytes that it holds. */
    long bytes();

    /** Gives back what it holds. */
    void release();

    /** A picture of a source that sheds: there is no frame of it until the route asks for one. */
    record Seen(Origin origin, Picture picture) implements Shot {
        @Override
        public long bytes() {
            return picture.bytes();
        }

        @Override
        public void release() {
            picture.close();
        }
    }

    /** A frame of a source that loses nothing, made ahead while the route works on the ones before. */
    record Taken(Frame frame) implements Shot {
        @Override
        public Origin origin() {
            return frame.origin();
        }

        @Override
        public long bytes() {
            return frame.bytes();
        }

        @Override
        public void release() {
            frame.release();
        }
    }
}
