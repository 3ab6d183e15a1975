package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.CheckedRoutes;
import io.headwater.runtime.check.Edits;
import io.headwater.runtime.check.RouteChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Route files that were read once and checked, to be let in.
 *
 *  @param look how the files looked just before, see {@link #look} */
record Admission(String look, CheckedRoutes checked) {
    /** Reads and checks the given files, and those below the given folders.
     *
     *  @param models folders with models beside those of the routes */
    static Admission of(List<Path> given, List<Path> models) {
        return of(given, models, Edits.NONE);
    }

    /** The same once these edits are made.
     *
     *  @param given where routes stand then */
    static Admission of(List<Path> given, List<Path> models, Edits edits) {
        String look = look(given);
        return new Admission(look, RouteChecker.read(given, models, edits));
    }

    /** The same, where it can run.
     *  <p>Errors: {@link RefusedException} with every problem at once, warnings among them. */
    Admission orRefuse() {
        if (checked.isRefused()) {
            throw new RefusedException(checked.problems());
        }
        return this;
    }

    List<Problem> problems() {
        return checked.problems();
    }

    RouteSet set() {
        return new RouteSet(checked.parts());
    }

    /** Changes when a file is written, comes or goes; Kamelets beside routes count. */
    static String look(List<Path> given) {
        StringBuilder all = new StringBuilder();
        try {
            for (Path file : RouteFiles.drawable(given)) {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                all.append(file).append(' ').append(is.size()).append(' ').append(is.lastModifiedTime()).append(' ').append(is.fileKey()).append('\n');
            }
        } catch (IOException | UncheckedIOException e) {
            all.append(e.getMessage());
        }
        return all.toString();
    }
}
