package io.headwater.sensor;

/** A message on its way, and how often it has been tried.
 *  <p>Threading: whoever has it; it is with one at a time. */
final class Delivery {
    private final Message message;
    private int attempts;

    Delivery(Message message) {
        this.message = message;
    }

    Message message() {
        return message;
    }

    /** Its way failed, once more; how often in all. */
    int failed() {
        return ++attempts;
    }
}
