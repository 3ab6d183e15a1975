package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrderTest {
    private final Order order = new Order();
    private final List<Long> done = new ArrayList<>();

    private Order.Ticket ticket() {
        return order.next();
    }

    private void arrives(Order.Ticket ticket) {
        Runnable work = () -> {
            done.add(ticket.number());
            ticket.giveBack();
        };
        if (ticket.enter(work)) {
            work.run();
        }
    }

    @Test
    void laterItemWaitsForEarlier() {
        Order.Ticket a = ticket();
        Order.Ticket b = ticket();
        Order.Ticket c = ticket();
        arrives(c);
        arrives(b);
        assertThat(done).isEmpty();
        arrives(a);
        assertThat(done).containsExactly(0L, 1L, 2L);
        assertThat(order.outstanding()).isZero();
    }

    @Test
    void itemThatNeverArrivesHoldsNobodyUpOnceItGivesItsTicketBack() {
        Order.Ticket a = ticket();
        Order.Ticket b = ticket();
        arrives(b);
        a.giveBack();
        assertThat(done).containsExactly(1L);
    }

    @Test
    void givingBackTwiceIsHarmless() {
        Order.Ticket a = ticket();
        Order.Ticket b = ticket();
        a.giveBack();
        a.giveBack();
        arrives(b);
        assertThat(done).containsExactly(1L);
        assertThat(order.outstanding()).isZero();
    }

    @Test
    void longChainOfParkedItemsDoesNotNest() {
        Order.Ticket first = ticket();
        for (int i = 0; i < 100_000; i++) {
            arrives(ticket());
        }
        first.giveBack();
        assertThat(done).hasSize(100_000).isSorted();
    }

    @Test
    void parkedItemGoesOnAlthoughAnotherBroke() {
        Order.Ticket a = ticket();
        Order.Ticket b = ticket();
        Order.Ticket c = ticket();
        b.enter(() -> {
            b.giveBack();
            throw new IllegalStateException("broken on purpose");
        });
        arrives(c);
        try {
            a.giveBack();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("broken on purpose");
        }
        assertThat(done).containsExactly(2L);
    }

    @Test
    void ticketOnArrivalWaitsForThoseThatEnteredBeforeAndForNoOthers() {
        Order.Ticket never = order.onArrival();
        Order.Ticket first = order.onArrival();
        Order.Ticket second = order.onArrival();
        assertThat(second.enter(() -> {})).as("nobody is in").isTrue();
        arrives(first);
        assertThat(done).as("one at a time").isEmpty();
        second.giveBack();
        assertThat(done).containsExactly(1L);
        never.giveBack();
        assertThat(order.outstanding()).isZero();
    }
}
