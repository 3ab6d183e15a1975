package io.headwater.runtime.check;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Host;
import io.headwater.exchange.Need;
import io.headwater.exchange.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Adds up the memory that the steps of a set of routes need at once, and compares it with what there is. What is not known is left
 *  out: heads, activations of models, Camel's own steps. */
final class MemoryCheck {
    private static final int SHOWN = 6;

    private final Machine machine;
    private final List<Share> shares = new ArrayList<>();
    private final Map<String, Integer> shared = new HashMap<>();

    /** A step and what it needs. */
    private record Share(FlowStep.Endpoint at, Need need) {}

    MemoryCheck(Machine machine) {
        this.machine = machine;
    }

    Machine machine() {
        return machine;
    }

    /** Takes a step in, once all that flows is known; reports a picture that can never fit. */
    void add(FlowStep.Endpoint step, Flow in, Flow out, int workers) {
        if (step.check() == null) {
            return;
        }
        boolean makes = out.size() != null && (step.options().source() && in.size() == null || !out.size().equals(in.size()));
        if (makes && !out.size().assumed() && out.size().bytes() > machine.pictures()) {
            step.findings().report(null, Rule.PICTURE_FITS, "one picture of " + out.size() + " takes " + mib(out.size().bytes()) + ", the memory for pictures has "
                    + mib(machine.pictures()), Host.FRAMES_PROPERTY + "=" + 16 * out.size().bytes() + ", or smaller pictures");
        }
        Need need = step.check().need(step.options(), in, workers);
        Integer before = need.shared() ? shared.putIfAbsent(need.what(), shares.size()) : null;
        if (before == null) {
            shares.add(new Share(step, need));
        } else if (need.pictures() + need.beside() > shares.get(before).need.pictures() + shares.get(before).need.beside()) {
            shares.set(before, new Share(step, need));
        }
    }

    /** Reports what may not fit, at the step that needs most. */
    void run() {
        long pictures = shares.stream().mapToLong(share -> share.need.pictures()).sum();
        long beside = shares.stream().mapToLong(share -> share.need.beside()).sum();
        if (pictures > machine.pictures()) {
            report(Need::pictures, "pictures may take " + mib(pictures) + " at once, the memory for them has " + mib(machine.pictures())
                    + ", and what does not fit is shed or waits", "smaller pictures or stages, or " + Host.FRAMES_PROPERTY + "=" + whole(pictures) + " (run --frames " + (whole(pictures) >> 20) + ")");
        }
        long all = Math.min(pictures, machine.pictures()) + beside;
        if (machine.memory() > 0 && all > machine.memory()) {
            report(need -> need.pictures() + need.beside(), "pictures, decoders and models may take " + mib(all) + " at once, this machine has " + mib(machine.memory()),
                    "fewer routes on this machine, smaller pictures, or a smaller " + Host.FRAMES_PROPERTY);
        }
    }

    private void report(ToLongFunction<Need> size, String text, String fix) {
        List<Share> largest = shares.stream().filter(share -> size.applyAsLong(share.need) > 0)
                .sorted(Comparator.comparingLong((Share share) -> size.applyAsLong(share.need)).reversed()).toList();
        long rest = largest.stream().skip(SHOWN).mapToLong(share -> size.applyAsLong(share.need)).sum();
        String told = largest.stream().limit(SHOWN).map(share -> mib(size.applyAsLong(share.need)) + " " + share.need.what() + " (" + share.need.reckoning() + ")")
                .collect(Collectors.joining("; "));
        largest.getFirst().at.findings().report(null, Rule.MEMORY, text + ": " + told + (rest > 0 ? "; " + mib(rest) + " in " + (largest.size() - SHOWN) + " more" : ""), fix);
    }

    /** Bytes rounded up to whole MiB. */
    private static long whole(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20 << 20;
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
