package io.headwater.broker;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks over a command line, one option after the other. <p>Errors: {@link IllegalArgumentException} that names the option. */
final class Arguments {

    private final Iterator<String> rest;
    private String option = "";

    Arguments(List<String> args) {
        this.rest = args.iterator();
    }

    boolean more() {
        return rest.hasNext();
    }

    String next() {
        option = rest.next();
        return option;
    }

    /** The value behind the option just read. */
    String value() {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    long number(long least, long most) {
        String text = value();
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, with the bounds
        }
        throw new IllegalArgumentException(option + " is " + text + ", must be a whole number from " + least + " to " + most);
    }

    IllegalArgumentException unknown() {
        return new IllegalArgumentException("unknown option " + option);
    }

    static <T> T required(String option, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return value;
    }
}
