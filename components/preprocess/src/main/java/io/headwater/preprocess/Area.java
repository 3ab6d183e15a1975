package io.headwater.preprocess;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A rectangle in a picture of any size.
 *  <p>Units: fractions of the picture's width and height, 0..1, from its upper left corner. */
record Area(double x, double y, double width, double height) {
    private static final double ROUNDING = 1e-9;
    private static final String MUST = "must be x,y,width,height, each 0.0–1.0 of the picture, and inside of it";

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
                throw new IllegalArgumentException(area.fault());
            } catch (NumberFormatException e) {
                // as below
            }
        }
        throw new IllegalArgumentException(MUST);
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
            throw new IllegalArgumentException(MUST);
        }
        return List.copyOf(areas);
    }

    private String fault() {
        if (width <= 0 || height <= 0) {
            return "and an area of " + plain(width) + " by " + plain(height) + " has nothing in it: it " + MUST;
        }
        if (Math.max(width, height) > 1 && Math.max(x, Math.max(y, Math.max(width, height))) >= 2) {
            return "which looks like pixels: it " + MUST + "; divide x and width by the picture's width, y and height by its height";
        }
        if (x >= 0 && y >= 0 && x < 1 && y < 1) {
            boolean right = x + width > 1;
            return "which reaches out of the picture, to " + plain(right ? x + width : y + height) + " of its " + (right ? "width" : "height") + ": it " + MUST;
        }
        return "which begins outside of the picture: it " + MUST;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }

    private static double number(String text) {
        double value = Double.parseDouble(text.strip());
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
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
