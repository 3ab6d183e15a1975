package io.headwater.infer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A model as a route names it.
 *
 *  @param version null for the one in use on this box, or else the highest there is */
record ModelName(String name, @Nullable String version) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)(?::([A-Za-z0-9][A-Za-z0-9._+-]*))?");

    /** Empty when the text is no {@code name} or {@code name:version}. */
    static Optional<ModelName> of(String text) {
        Matcher m = FORM.matcher(text);
        return m.matches() ? Optional.of(new ModelName(m.group(1), m.group(2))) : Optional.empty();
    }

    @Override
    public String toString() {
        return version == null ? name : name + ":" + version;
    }
}
