package io.headwater.runtime.format;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.runtime.check.ComponentCatalog;
import io.headwater.runtime.check.FileProblems;
import io.headwater.runtime.check.Nodes;
import io.headwater.runtime.check.Place;
import io.headwater.runtime.check.RouteText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Gives route files the house form: what Karavan writes when the same routes are drawn, and the comments that Karavan would drop.
 *  A file in house form comes out as the same bytes.
 *  <p>Errors: none; why a file is refused is the answer. */
public final class HouseForm {
    private static final Set<Tag> TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP,
            Tag.ENV_TAG); // what the parser takes ${body} for

    private final Dsl dsl = new Dsl();
    private final Uris uris = new Uris(new ComponentCatalog());
    private final RouteIds routeIds = new RouteIds();

    /** A file as it is and as it should be.
     *
     *  @param after empty where the file is refused
     *  @param problems why it is refused; what is left as it is or lost, as warnings */
    public record Formatted(Path file, String before, Optional<String> after, List<Problem> problems) {
        public boolean differs() {
            return after.isPresent() && !after.get().equals(before);
        }
    }

    /** The given files, whose routes are to run together: each gets ids that the others do not have. */
    public List<Formatted> format(List<Path> files) {
        List<Source> sources = files.stream().map(this::read).toList();
        sources.forEach(s -> s.root.ifPresent(this::takeRouteIds));
        return sources.stream().map(this::format).toList();
    }

    private record Source(Path file, String text, Optional<Node> root, List<Problem> problems) {}

    private Source read(Path file) {
        List<Problem> problems = new ArrayList<>();
        RouteText text = new RouteText(new FileProblems(file, problems));
        Optional<Node> root = text.read();
        root.ifPresent(r -> refuse(r, new FileProblems(file, problems)));
        return new Source(file, text.source(), problems.isEmpty() ? root : Optional.empty(), problems);
    }

    private void takeRouteIds(Node root) {
        if (root instanceof SequenceNode list) {
            list.getValue().forEach(entry -> Nodes.get(entry, "route").flatMap(r -> Nodes.get(r, "id")).map(Nodes::text).ifPresent(routeIds::take));
        }
    }

    private Formatted format(Source source) {
        if (source.root.isEmpty()) {
            return new Formatted(source.file, source.text, Optional.empty(), source.problems);
        }
        Node root = source.root.get();
        FileProblems problems = new FileProblems(source.file, source.problems);
        Piece.Items pieces = new Rewriter(dsl, uris, problems, new Ids(root), routeIds).file(root);
        List<Comment> comments = Comments.of(source.text, root);
        String after = Writer.write(pieces, Hangings.of(comments, pieces, source.text));
        lost(comments, after, problems);
        return new Formatted(source.file, source.text, Optional.of(after), source.problems);
    }

    /** Tells comments that the new text does not have, though no way to lose one is known; reading it once more also makes sure that it is sound. */
    static void lost(List<Comment> comments, String after, FileProblems problems) {
        Node root = RouteText.compose(after, problems.file().toString()).orElseThrow(() -> new IllegalStateException(problems.file() + ": nothing is left of it"));
        List<String> kept = new ArrayList<>(Comments.of(after, root).stream().map(Comment::text).toList());
        for (Comment comment : comments) {
            if (!kept.remove(comment.text())) {
                problems.add(new Place(comment.line() + 1, comment.column() + 1), Rule.HOUSE_FORM, "this comment cannot be kept: " + comment.text(), "move it to a line of its own");
            }
        }
    }

    private static void refuse(Node root, FileProblems problems) {
        if (root instanceof SequenceNode) {
            refuse(root, problems, Collections.newSetFromMap(new IdentityHashMap<>()));
        } else {
            problems.add(Place.of(root), Rule.NO_HOUSE_FORM, "the file must be a list of routes, it is " + Nodes.kind(root), "begin with:  - route:");
        }
    }

    private static void refuse(Node node, FileProblems problems, Set<Node> seen) {
        if (!TAGS.contains(node.getTag())) {
            problems.add(Place.of(node), Rule.NO_HOUSE_FORM, "the tag " + node.getTag().getValue() + " has no house form", "write the value without it");
        }
        if (!(node instanceof ScalarNode) && !seen.add(node)) {
            problems.add(Place.of(node), Rule.NO_HOUSE_FORM, "an alias repeats this " + (node instanceof MappingNode ? "map" : "list") + ", designers write it out", "write it out where it is repeated");
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> refuse(item, problems, seen));
        } else if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode)) {
                    problems.add(Place.of(tuple.getKeyNode()), Rule.NO_HOUSE_FORM, "a key must be a text; a placeholder needs quotes", "\"{{name}}\"");
                } else {
                    refuse(tuple.getValueNode(), problems, seen);
                }
            }
        }
    }
}
