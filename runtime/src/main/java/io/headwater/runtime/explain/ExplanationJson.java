package io.headwater.runtime.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import java.util.List;

/** Tells of routes for other programs: {@code {"routes": [{name, kind, says, file, line, settings, steps, failing, privacy}]}}. */
final class ExplanationJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExplanationJson() {}

    static String of(List<Account> accounts) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(accounts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode tree(List<Account> accounts) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode routes = root.putArray("routes");
        accounts.forEach(account -> account(account, routes.addObject()));
        return root;
    }

    private static void account(Account account, ObjectNode o) {
        o.put("name", account.name()).put("kind", account.kind()).put("says", account.says()).put("file", account.file().toString()).put("line", account.line());
        texts(o, "settings", account.settings());
        ArrayNode lines = o.putArray("steps");
        for (Line line : account.lines()) {
            ObjectNode l = lines.addObject().put("depth", line.depth());
            switch (line) {
                case Line.Heading heading -> l.put("heading", heading.text());
                case Line.Step step -> step(step, l);
            }
        }
        o.put("failing", account.failing());
        texts(o, "privacy", account.privacy());
    }

    private static void step(Line.Step step, ObjectNode o) {
        Explanation told = step.told();
        o.put("name", step.name()).put("kind", step.kind());
        kind(o, "takes", step.came());
        kind(o, "gives", step.gives());
        texts(o, "does", told.does());
        ArrayNode losses = o.putArray("losses");
        told.losses().forEach(loss -> losses.addObject().put("counted", loss.text()).put("what", loss.what()));
        texts(o, "leaves", told.leaves());
        o.put("picturesCanLeave", step.letsPicturesOut());
        texts(o, "keeps", told.keeps());
        texts(o, "lost", told.lost());
    }

    private static void kind(ObjectNode o, String key, Flow flow) {
        o.put(key, flow.kind() == Flow.Kind.UNKNOWN ? null : flow.kind().text());
    }

    private static void texts(ObjectNode o, String key, List<String> texts) {
        ArrayNode all = o.putArray(key);
        texts.forEach(all::add);
    }
}
