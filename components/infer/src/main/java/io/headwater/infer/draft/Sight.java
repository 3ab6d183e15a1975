package io.headwater.infer.draft;

import java.util.List;
import java.util.Map;

/** All that is known of a model: what it says, and what one run gave.
 *
 *  @param width of the input in pixels
 *  @param height of the input in pixels
 *  @param input shape of the picture's tensor in the run
 *  @param metadata what the exporter wrote into the file */
public record Sight(int width, int height, long[] input, List<Seen> outputs, Map<String, String> metadata) {

    /** Cells of a grid over the input. */
    int cells(int stride) {
        return (width + stride - 1) / stride * ((height + stride - 1) / stride);
    }

    int cells(List<Integer> strides) {
        return strides.stream().mapToInt(this::cells).sum();
    }
}
