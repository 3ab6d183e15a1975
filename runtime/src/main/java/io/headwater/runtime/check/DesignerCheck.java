package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.nodes.Node;

/** Tells what a designer would lose or rewrite of a file, before it does.
 *  <p>Source: the designers' own code, run on one file for each construct; {@code designers/karavan-4.18.1.json} among the tests' resources holds
 *  what Karavan did. */
final class DesignerCheck {
    /** What follows for all comments but those before the first line. */
    private static final String INTO_ROUTE = "write it as a description: or note: of its route or step";

    private final ComponentCatalog catalog;
    private final List<Problem> problems = new ArrayList<>();

    DesignerCheck(ComponentCatalog catalog) {
        this.catalog = catalog;
    }

    /** What the designer would do to the files. A file that is no YAML has been reported by then, and is passed over. */
    List<Problem> check(List<Path> files, Designer designer) {
        files.forEach(file -> check(file, designer));
        return problems;
    }

    private void check(Path file, Designer designer) {
        FileProblems found = new FileProblems(file, problems);
        RouteText.body(file).ifPresent(body -> {
            try {
                List<Node> documents = new ArrayList<>();
                new Compose(settings(file, false)).composeAllFromString(body).forEach(documents::add);
                if (documents.size() > 1) {
                    found.add(Place.of(documents.get(1)), Rule.DESIGNER_EMPTIES, "the file holds " + documents.size() + " documents; " + designer
                            + (designer == Designer.KARAVAN ? " opens it as empty, and saves it so" : " cannot open it"), "one file for each document, without ---");
                } else if (documents.size() == 1) {
                    switch (designer) {
                        case KARAVAN -> new KaravanCheck(found, catalog).run(documents.getFirst());
                        case KAOTO -> new KaotoCheck(found, catalog).run(documents.getFirst());
                    }
                }
                comments(file, body, designer, found);
            } catch (YamlEngineException | StackOverflowError e) {
                // told by the check of the file itself
            }
        });
    }

    private static LoadSettings settings(Path file, boolean comments) {
        return LoadSettings.builder().setLabel(file.toString()).setAllowNonScalarKeys(true).setParseComments(comments).build();
    }

    private static void comments(Path file, String body, Designer designer, FileProblems found) {
        List<Event> comments = new ArrayList<>();
        boolean leading = true;
        for (Event event : new Parse(settings(file, true)).parseString(body)) {
            if (event instanceof CommentEvent comment) {
                if (comment.getCommentType() != CommentType.BLANK_LINE && !(leading && designer == Designer.KAOTO)) {
                    comments.add(event);
                }
            } else if (!Set.of(Event.ID.StreamStart, Event.ID.DocumentStart).contains(event.getEventId())) {
                leading = false;
            }
        }
        if (!comments.isEmpty()) {
            found.add(Place.of(comments.getFirst().getStartMark()), Rule.DESIGNER_COMMENTS,
                    designer + " drops " + (comments.size() == 1 ? "this comment" : "the " + comments.size() + " comment lines of this file, the first of them here"), INTO_ROUTE);
        }
    }
}
