package io.headwater.infer;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The known name that a wrong one was most likely meant to be. */
final class Nearest {
    private Nearest() {}

    /** The nearest by edit distance; null when none is nearer than half the name's length. */
    static @Nullable String of(String wrong, Collection<String> known) {
        String best = null;
        int least = Math.max(2, wrong.length() / 2) + 1;
        for (String name : known) {
            int d = distance(wrong.toLowerCase(java.util.Locale.ROOT), name.toLowerCase(java.util.Locale.ROOT));
            if (d < least) {
                least = d;
                best = name;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
