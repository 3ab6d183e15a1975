package io.headwater.exchange;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Labels as an option gives them: separated by commas. */
public final class Labels {
    private Labels() {}

    /** Each label once, in the order given; empty where the option is absent or blank. */
    public static List<String> of(@Nullable String option) {
        return option == null ? List.of() : Arrays.stream(option.split(",")).map(String::strip).filter(l -> !l.isEmpty()).distinct().toList();
    }
}
