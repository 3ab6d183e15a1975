package io.headwater.runtime.recording;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a recording stands.
 *
 *  @param end why it ended, in words; null while it goes on
 *  @param missed items that are not in it, by reason */
public record RecordingState(@Nullable String end, double seconds, long items, long bytes, Map<String, Long> missed) {}
