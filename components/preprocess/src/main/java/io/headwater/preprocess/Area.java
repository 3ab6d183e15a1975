package io.headwater.preprocess;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A rectangle in a picture of any size.
 *  <p>Units: fractions of the picture's width and height, 0..1, from its upper left corner. */
record Area(double x, double y, double width, double height) {
    private static final double ROUNDING = 1e-9;

    /** Reads {@code x,y,width,height}.
     *  <p>Errors: {@link IllegalArgumentException}, whose text says what it must be. */
    static Area of(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length == 4) {
            try {
                Area area = new Area(number(parts[0]), number(parts[1]), number(parts[2]), number(parts[3]));
                if (area.isInside()) {
                    return area;
                }
            } catch (NumberFormatException e) {
                // as below
            }
        }
        throw new IllegalArgumentException("must be x,y,width,height, each 0.0–1.0 of the picture, and inside of it");
    }

    /** Reads several, with semicolons between them. */
    static List<Area> listOf(String text) {
        List<Area> areas = new ArrayList<>();
        for (String part : text.split(";")) {
            if (!part.isBlank()) {
                areas.add(of(part));
            }
        }
        if (areas.isEmpty()) {
            throw new IllegalArgumentException("must be x,y,width,height, each 0.0–1.0 of the picture, and inside of it");
        }
        return List.copyOf(areas);
    }

    private static double number(String text) {
        return Double.parseDouble(text.strip());
    }

    /** As people say it. */
    @Override
    public String toString() {
        return "what lies at " + percents(x, width) + " of its width and " + percents(y, height) + " of its height";
    }

    private static String percents(double from, double length) {
        DecimalFormat form = new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return form.format(from * 100) + "–" + form.format((from + length) * 100) + " %";
    }

    private boolean isInside() {
        return x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 + ROUNDING && y + height <= 1 + ROUNDING;
    }

    /** The pixels that lie in the area by more than a half; one at least. */
    Pixels nearest(int pictureWidth, int pictureHeight) {
        int left = Math.clamp(Math.round(x * pictureWidth), 0, pictureWidth - 1);
        int top = Math.clamp(Math.round(y * pictureHeight), 0, pictureHeight - 1);
        int right = Math.clamp(Math.round((x + width) * pictureWidth), left + 1, pictureWidth);
        int bottom = Math.clamp(Math.round((y + height) * pictureHeight), top + 1, pictureHeight);
        return new Pixels(left, top, right, bottom);
    }

    /** Every pixel that the area touches. */
    Pixels touched(int pictureWidth, int pictureHeight) {
        return new Pixels((int) Math.floor(x * pictureWidth + ROUNDING), (int) Math.floor(y * pictureHeight + ROUNDING),
                Math.min(pictureWidth, (int) Math.ceil((x + width) * pictureWidth - ROUNDING)),
                Math.min(pictureHeight, (int) Math.ceil((y + height) * pictureHeight - ROUNDING)));
    }
}
