package io.headwater.flow;

import java.util.Arrays;
import java.util.List;

/** Which label each place of a picture has.
 *  <p>Shape: {@code map} has {@code height} rows of {@code width} label numbers, 0..255, over the part of the picture that the
 *  model saw; its size is the model's, not the picture's.
 *  <p>Ownership: the array belongs to this value and is never changed.
 *
 *  @param areas one a label, by its number */
public record Segments(int width, int height, byte[] map, List<Area> areas) implements Answer {
    public Segments {
        areas = List.copyOf(areas);
        if (map.length != width * height) {
            throw new IllegalArgumentException("a map of " + width + " × " + height + " has " + map.length + " places");
        }
    }

    /** How much of the map a label covers.
     *
     *  @param share 0..1 */
    public record Area(String label, double share) {}

    /** Counts the areas of a map.
     *  <p>Errors: {@link IllegalArgumentException} when a place has a number without a label. */
    public static Segments of(int width, int height, byte[] map, List<String> labels) {
        int[] counts = new int[256];
        for (byte label : map) {
            counts[label & 0xff]++;
        }
        for (int i = labels.size(); i < counts.length; i++) {
            if (counts[i] > 0) {
                throw new IllegalArgumentException("the map has label " + i + ", there are " + labels.size() + " labels");
            }
        }
        Area[] areas = new Area[labels.size()];
        Arrays.setAll(areas, i -> new Area(labels.get(i), map.length == 0 ? 0 : (double) counts[i] / map.length));
        return new Segments(width, height, map, List.of(areas));
    }
}
