package io.headwater.uplink;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a size in bytes as a person writes it: {@code 1073741824}, {@code 512MiB}, {@code 2 GB}. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([KMGT]?)(I?)B?", Pattern.CASE_INSENSITIVE);

    private ByteSize() {}

    /** Errors: {@link IllegalArgumentException}, its message names the value and the form. */
    static long parse(String name, String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(name + " is " + text + ", must be a size such as 512MiB or 2GB");
        }
        int power = m.group(2).isEmpty() ? 0 : "KMGT".indexOf(m.group(2).toUpperCase(Locale.ROOT)) + 1;
        long unit = (long) Math.pow(m.group(3).isEmpty() ? 1000 : 1024, power);
        return Math.multiplyExact(Long.parseLong(m.group(1)), unit);
    }
}
