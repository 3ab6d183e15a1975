package io.headwater.exchange;

import java.util.List;
import java.util.stream.Collectors;

/** A route, option or model is wrong, and is refused before the first item. Its message lists all problems, ready to be shown. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<Problem> problems;

    public RefusedException(List<Problem> problems) {
        super(problems.stream().sorted(Problem.BY_PLACE).map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    public List<Problem> problems() {
        return problems;
    }
}
