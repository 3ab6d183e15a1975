package io.headwater.runtime.consume;

import java.util.List;
import java.util.function.Supplier;

/** How lines are written. */
public enum Form {
    /** For people. */
    TEXT("txt", TextLines::new),
    /** A CloudEvent in JSON, one a line. */
    JSON("jsonl", JsonLines::new),
    /** Windows only: a row for each label. */
    CSV("csv", CsvLines::new);

    final String ending;
    private final Supplier<Lines> lines;

    Form(String ending, Supplier<Lines> lines) {
        this.ending = ending;
        this.lines = lines;
    }

    Lines lines() {
        return lines.get();
    }

    /** One way to write. */
    interface Lines {
        /** What stands above the first line. */
        default List<String> head() {
            return List.of();
        }

        List<String> of(Line line);

        default List<String> report(Tally tally) {
            return tally.text();
        }
    }
}
