package io.headwater.flow;

import java.lang.foreign.MemorySegment;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;
import org.jspecify.annotations.Nullable;

/** How the values of one quantity were spread: count, sum, least, most, and quantiles by a mergeable sketch.
 *  <p>Units: those of the values. The sketch's rank error is {@link #rankError()}, 1.33 % at 99 % confidence.
 *  <p>Threading: none; who writes owns it.
 *  <p>Source: KLL, Karnin–Lang–Liberty 2016, as in Apache DataSketches. Sums are exact to double precision. */
public final class Distribution {
    private long count;
    private double sum;
    private double min = Double.NaN;
    private double max = Double.NaN;
    private final KllDoublesSketch sketch;

    public Distribution() {
        this(KllDoublesSketch.newHeapInstance());
    }

    private Distribution(KllDoublesSketch sketch) {
        this.sketch = sketch;
    }

    /** A distribution as {@link #sketch()} and {@link #sum()} gave it. */
    public static Distribution of(double sum, byte[] sketch) {
        KllDoublesSketch kll = KllDoublesSketch.heapify(MemorySegment.ofArray(sketch));
        Distribution d = new Distribution(kll);
        d.sum = sum;
        d.count = kll.getN();
        if (!kll.isEmpty()) {
            d.min = kll.getMinItem();
            d.max = kll.getMaxItem();
        }
        return d;
    }

    public void add(double value) {
        sketch.update(value);
        min = count == 0 ? value : Math.min(min, value);
        max = count == 0 ? value : Math.max(max, value);
        sum += value;
        count++;
    }

    /** Adds the same value {@code times} times over, at the cost of a few: the zeros of frames in which nothing was found. */
    public void add(double value, long times) {
        if (times <= 0) {
            return;
        }
        sketch.update(value, times);
        min = count == 0 ? value : Math.min(min, value);
        max = count == 0 ? value : Math.max(max, value);
        sum += value * times;
        count += times;
    }

    /** This and the other together, as if all values had been added to one. Neither is changed. */
    public Distribution merge(Distribution other) {
        Distribution both = copy();
        if (other.count > 0) {
            both.sketch.merge(other.sketch);
            both.min = both.count == 0 ? other.min : Math.min(both.min, other.min);
            both.max = both.count == 0 ? other.max : Math.max(both.max, other.max);
            both.sum += other.sum;
            both.count += other.count;
        }
        return both;
    }

    public Distribution copy() {
        return of(sum, sketch());
    }

    public long count() {
        return count;
    }

    public double sum() {
        return sum;
    }

    /** The mean, or null when nothing was added. */
    public @Nullable Double mean() {
        return count == 0 ? null : sum / count;
    }

    public @Nullable Double min() {
        return count == 0 ? null : min;
    }

    public @Nullable Double max() {
        return count == 0 ? null : max;
    }

    /** The value below which {@code rank} (0..1) of all values lie, within {@link #rankError()}; null when nothing was added. */
    public @Nullable Double quantile(double rank) {
        return count == 0 ? null : sketch.getQuantile(rank, QuantileSearchCriteria.INCLUSIVE);
    }

    public double rankError() {
        return sketch.getNormalizedRankError(false);
    }

    /** The sketch in DataSketches' own portable form. */
    public byte[] sketch() {
        return sketch.toByteArray();
    }
}
