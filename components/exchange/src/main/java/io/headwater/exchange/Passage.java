package io.headwater.exchange;

import io.headwater.flow.Fate;
import org.apache.camel.Exchange;

/** How a source's items go through their route: what an exchange gets of one, and who is told when its way has ended. By default an
 *  item is the body, and nobody is told.
 *  <p>Threading: several workers at once; the end is told by whichever thread comes to it. */
public interface Passage<T> {
    /** Puts an item into its exchange. {@link Fate#PASSED} sends it on its way. With any other fate, which is the item's at its source, it
     *  goes to the route's error handler where the exchange was given an exception, and nowhere else.
     *  <p>A worker does it when the route is ready for the item, and in the turn of its source: work that an item needs, and that is in vain
     *  where it is dropped to make room, belongs here.
     *  <p>Ownership: the item ends here, whatever its fate; what it holds goes over to the exchange or is given back. */
    default Fate board(T item, Exchange exchange) {
        exchange.getIn().setBody(item);
        return Fate.PASSED;
    }

    /** The way of an item has ended, by whatever fate; the exchange holds its failure, if that was not handled. An item that waited at a
     *  stop, and one that was dropped to make room, has no end. */
    default void ended(T item, Exchange exchange) {}

    /** An item was dropped before it could board: what it holds is given back. */
    default void discarded(T item) {}

    /** What others may see of an item before it boards. */
    default Object value(T item) {
        return item;
    }
}
