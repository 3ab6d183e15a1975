package io.headwater.preprocess;

/** A rectangle of whole pixels; {@code right} and {@code bottom} lie just outside. */
record Pixels(int left, int top, int right, int bottom) {
    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    boolean isEmpty() {
        return right <= left || bottom <= top;
    }

    /** The same place in a cut-out that was then scaled to {@code toWidth} × {@code toHeight}: every pixel that shows some of
     *  it, and where it was scaled one more on each side, since scaling mixes neighbours. */
    Pixels in(Pixels cut, int toWidth, int toHeight) {
        double sx = (double) toWidth / cut.width();
        double sy = (double) toHeight / cut.height();
        int more = sx == 1 && sy == 1 ? 0 : Math.max(1, (int) Math.ceil(Math.max(sx, sy)));
        Pixels inside = new Pixels(Math.max(left, cut.left), Math.max(top, cut.top), Math.min(right, cut.right), Math.min(bottom, cut.bottom));
        if (inside.isEmpty()) {
            return new Pixels(0, 0, 0, 0);
        }
        return new Pixels(
                Math.max(0, (int) Math.floor((inside.left - cut.left) * sx) - more), Math.max(0, (int) Math.floor((inside.top - cut.top) * sy) - more),
                Math.min(toWidth, (int) Math.ceil((inside.right - cut.left) * sx) + more),
                Math.min(toHeight, (int) Math.ceil((inside.bottom - cut.top) * sy) + more));
    }
}
