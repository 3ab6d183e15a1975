package io.headwater.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Accounts for every item: for each step {@code in = passed + absorbed + held back + dropped + failed + in flight}, for
 *  each edge {@code out = in} of the next step, and for steps that make things an equation of their own.
 *  <p>Threading: accounts are written without locks while {@link #check()} reads. A difference is reported only when no
 *  order of the moves made meanwhile could explain it, for a tenth of a second: a busy ledger raises no false alarm, and a
 *  lost item stays visible. */
public final class Ledger {
    private static final int READS = 25;
    private static final long PAUSE_NANOS = 4_000_000;

    private final Map<String, Account> accounts = new ConcurrentSkipListMap<>();
    private final Map<String, Edge> edges = new ConcurrentHashMap<>();
    private final Collection<Equation> equations = new ConcurrentLinkedQueue<>();

    /** The account of a step; made when there is none yet. The same step always has the same account. */
    public Account account(String route, String step, String kind, Unit unit) {
        return accounts.computeIfAbsent(route + "/" + step, k -> new Account(route, step, kind, unit));
    }

    /** The account of a step, if it has one. */
    public Optional<Account> find(String route, String step) {
        return Optional.ofNullable(accounts.get(route + "/" + step));
    }

    /** Declares that whatever leaves {@code from} enters {@code to}. */
    public void edge(Account from, Account to) {
        edges.putIfAbsent(name(from) + " → " + name(to), new Edge(from, to));
    }

    /** An item left {@code from} and was refused before it came into the next step, as by a route that is made to stop: it is counted
     *  there. Nothing is counted where no edge is declared. */
    public void refused(Account from, Fate fate) {
        edges.values().stream().filter(e -> e.from == from).forEach(e -> {
            e.to.entered();
            e.to.settle(fate);
            e.to.left();
        });
    }

    /** Declares an equation that a step keeps; {@code difference} is 0 when it holds and is read atomically by the step. */
    public void equation(Account of, String text, LongSupplier difference) {
        equations.removeIf(e -> e.of == of && e.text.equals(text));
        equations.add(new Equation(of, text, difference));
    }

    /** Forgets a route that is no more; its figures go with it. */
    public void forget(String route) {
        accounts.values().removeIf(a -> a.route().equals(route));
        edges.values().removeIf(e -> e.from.route().equals(route) || e.to.route().equals(route));
        equations.removeIf(e -> e.of.route().equals(route));
    }

    public List<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    public List<Book> books() {
        return accounts.values().stream().map(Account::book).toList();
    }

    /** What does not add up, while items may move; empty when all is accounted for. */
    public List<Imbalance> check() {
        List<Imbalance> found = new ArrayList<>();
        for (Account account : accounts.values()) {
            Account.Bounds bounds = account.imbalance();
            for (int i = 1; i < READS && bounds.surelyWrong(); i++) {
                LockSupport.parkNanos(PAUSE_NANOS); // a thread may be held between two entries of one item
                bounds = account.imbalance();
            }
            if (bounds.surelyWrong()) {
                found.add(new Imbalance(name(account), "in = passed + absorbed + held back + dropped + failed + in flight", bounds.amount()));
            }
        }
        for (Equation equation : equations) {
            long difference = equation.difference.getAsLong();
            if (difference != 0) {
                found.add(new Imbalance(name(equation.of), equation.text, difference));
            }
        }
        for (Map.Entry<String, Edge> e : edges.entrySet()) {
            long left = e.getValue().from.out();
            long arrived = e.getValue().to.entries();
            if (arrived > e.getValue().from.out()) {
                found.add(new Imbalance(e.getKey(), "out of one step = in of the next", left - arrived));
            }
        }
        return found;
    }

    /** What does not add up once everything has come to rest: {@link #check()}, and nothing is in flight, and every edge is even. */
    public List<Imbalance> checkAtRest() {
        List<Imbalance> found = new ArrayList<>(check());
        for (Book book : books()) {
            if (book.inFlight() != 0) {
                found.add(new Imbalance(book.route() + "/" + book.step(), "in flight = 0 at rest", book.inFlight()));
            }
        }
        edges.forEach((name, edge) -> {
            long difference = edge.from.out() - edge.to.entries();
            if (difference > 0) {
                found.add(new Imbalance(name, "out of one step = in of the next", difference));
            }
        });
        return found;
    }

    private static String name(Account account) {
        return account.route() + "/" + account.step();
    }

    private record Edge(Account from, Account to) {}

    private record Equation(Account of, String text, LongSupplier difference) {}

    /** One sum that does not close.
     *
     *  @param where {@code route/step}, or an edge
     *  @param rule the equation that fails
     *  @param difference left side minus right side */
    public record Imbalance(String where, String rule, long difference) {
        @Override
        public String toString() {
            return where + ": " + rule + " is off by " + difference;
        }
    }
}
