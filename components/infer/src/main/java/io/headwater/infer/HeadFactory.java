package io.headwater.infer;

import io.headwater.flow.Answer;
import java.util.List;

/** Makes heads of one kind; found by {@link java.util.ServiceLoader}. */
public interface HeadFactory {
    /** The key under {@code output:} in a manifest. */
    String name();

    /** What its heads answer. */
    Class<? extends Answer> answer();

    /** Reads the head's part of a manifest and reports what is wrong there. Keys that were not asked for are reported by the caller.
     *
     *  @param labels what the model can find, by index; empty when it declares none */
    Head declare(Declaration declared, List<String> labels);
}
