package io.headwater.runtime.consume;

import io.headwater.flow.ModelId;
import io.headwater.flow.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told: a window with all its parts, or a record of another type.
 *
 *  @param id a window's, without revision: it is the same when the window is told again; else the record's
 *  @param event the record, of a window its first
 *  @param summary the window; null for other types
 *  @param parts of how many records it was put together
 *  @param models those whose answers were counted
 *  @param again whether a part came after the window was told: this line takes the place of the one of the same id
 *  @param late whether it is older than what is remembered: it may have been told before, and may be a part only */
record Line(String id, Event event, @Nullable Summary summary, int parts, List<ModelId> models, boolean again, boolean late) {
    static Line of(Event event, boolean late) {
        return new Line(event.id(), event, null, 1, List.of(), false, late);
    }
}
