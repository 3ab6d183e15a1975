package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes what is found wrong in one file, or in another that it takes a part from. User names and passwords of URLs are never echoed. */
public final class FileProblems {
    /** In a URL; or where what stood before them was taken off, as from {@code infer://user:password@host}. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=//)[^/\\s?#]*@|(?<![\\w.])[^/\\s?#:@]+:[^/\\s?#:@]*@");

    private static final Pattern PASSWORD = Pattern.compile("://[^/\\s?#@:]*:[^/\\s?#@]+@");

    /** What is to be written on several lines stands aligned, so that it can be copied. */
    private static final String INDENT = "\n       ";

    private final Path file;
    private final List<Problem> all;

    public FileProblems(Path file, List<Problem> all) {
        this.file = file;
        this.all = all;
    }

    public Path file() {
        return file;
    }

    public void add(Place at, Rule rule, String text, String fix) {
        add(at, rule, text, fix, null);
    }

    /** Adds what is wrong; a secret in clear text is told once for its place, also where a Kamelet hands it on. */
    public void add(Place at, Rule rule, String text, String fix, @Nullable String see) {
        if (rule == Rule.SECRET && all.stream().anyMatch(p -> p.rule() == rule && p.file().equals(file) && p.line() == at.line() && p.column() == at.column())) {
            return;
        }
        add(new Problem(at.file() == null ? file : at.file(), at.line(), at.column(), rule, hidden(text), hidden(fix).replace("\n", INDENT), see));
    }

    /** Adds a problem of a file that several steps may point to, once. */
    public void add(Problem problem) {
        if (!all.contains(problem)) {
            all.add(problem);
        }
    }

    /** How many errors there are so far, in any file. */
    long errors() {
        return all.stream().filter(Problem::isError).count();
    }

    /** The same for another file. */
    FileProblems of(Path other) {
        return new FileProblems(other, all);
    }

    /** Whether a URL in a text holds a password. */
    static boolean holdsPassword(String text) {
        return PASSWORD.matcher(text).find();
    }

    /** A text without the user names and passwords of its URLs. */
    static String hidden(String text) {
        return CREDENTIALS.matcher(text).replaceAll("***@");
    }

    /** The end of a sentence about a wrong name. */
    public static String near(@Nullable String name) {
        return name == null ? "" : "; did you mean '" + name + "'?";
    }
}
