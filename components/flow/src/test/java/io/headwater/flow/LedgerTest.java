package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class LedgerTest {
    private final Ledger ledger = new Ledger();
    private final Account a = ledger.account("r", "a", "gate", Unit.FRAMES);
    private final Account b = ledger.account("r", "b", "infer", Unit.FRAMES);

    private static void item(Account account, Fate fate) {
        account.entered();
        account.settle(fate);
        account.left();
    }

    @Test
    void balancesWhateverTheFate() {
        for (Fate fate : List.of(Fate.PASSED, Fate.ABSORBED, Fate.heldBack("label"), Fate.dropped("full"), Fate.failed("broken"))) {
            item(a, fate);
        }
        assertThat(ledger.checkAtRest()).isEmpty();
        Book book = a.book();
        assertThat(book.in()).isEqualTo(5);
        assertThat(book.heldBack()).containsEntry("label", 1L);
        assertThat(book.difference()).isZero();
    }

    @Test
    void goesRedWhenAnItemHasNoFate() {
        item(a, Fate.PASSED);
        a.entered();
        a.left();
        assertThat(ledger.check()).extracting(Object::toString)
                .containsExactly("r/a: in = passed + absorbed + held back + dropped + failed + in flight is off by 1");
    }

    @Test
    void goesRedWhenAnItemHasTwoFates() {
        a.entered();
        a.settle(Fate.PASSED);
        a.settle(Fate.failed("again"));
        a.left();
        assertThat(ledger.check()).extracting(Ledger.Imbalance::difference).containsExactly(-1L);
    }

    @Test
    void goesRedAtRestWhenAnItemNeverLeaves() {
        a.entered();
        assertThat(ledger.check()).as("it may still be under way").isEmpty();
        assertThat(ledger.checkAtRest()).extracting(Object::toString).containsExactly("r/a: in flight = 0 at rest is off by 1");
    }

    @Test
    void goesRedWhenAnItemIsLostBetweenSteps() {
        ledger.edge(a, b);
        item(a, Fate.PASSED);
        assertThat(ledger.check()).as("it may still be on its way").isEmpty();
        assertThat(ledger.checkAtRest()).extracting(Object::toString).containsExactly("r/a → r/b: out of one step = in of the next is off by 1");
    }

    @Test
    void goesRedAtOnceWhenMoreArrivesThanLeft() {
        ledger.edge(a, b);
        item(b, Fate.PASSED);
        assertThat(ledger.check()).extracting(Ledger.Imbalance::difference).containsExactly(-1L);
    }

    @Test
    void countsWhatAStepMakesAsLeavingIt() {
        ledger.edge(a, b);
        item(a, Fate.ABSORBED);
        a.made(1);
        item(b, Fate.PASSED);
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void goesRedWhenAnEquationOfAStepDoesNotHold() {
        ledger.equation(a, "absorbed = open + emitted", () -> 3);
        assertThat(ledger.check()).extracting(Object::toString).containsExactly("r/a: absorbed = open + emitted is off by 3");
    }

    @Test
    void forgetsARouteThatIsNoMore() {
        ledger.edge(a, b);
        ledger.equation(a, "x = y", () -> 1);
        a.entered();
        ledger.forget("r");
        assertThat(ledger.accounts()).isEmpty();
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void raisesNoFalseAlarmWhileManyWrite() throws InterruptedException {
        ledger.edge(a, b);
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Fate other = t % 2 == 0 ? Fate.heldBack("x") : Fate.dropped("y");
            writers.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; !stop.get(); n++) {
                    if (n % 3 == 0) {
                        item(a, other);
                    } else {
                        item(a, Fate.PASSED);
                        item(b, Fate.PASSED);
                    }
                }
            }));
        }
        List<Ledger.Imbalance> found = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            found.addAll(ledger.check());
        }
        stop.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(found).isEmpty();
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void seesOneLostItemAmongManyThatMove() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                item(a, Fate.PASSED);
            }
        });
        a.entered();
        a.left();
        for (int i = 0; i < 20; i++) {
            ledger.check(); // may see it or not while others move; must see it when they rest
        }
        stop.set(true);
        writer.join();
        assertThat(ledger.check()).extracting(Ledger.Imbalance::difference).containsExactly(1L);
    }
}
