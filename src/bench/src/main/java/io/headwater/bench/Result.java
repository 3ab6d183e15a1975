package io.headwater.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** What one run of one rival gave: one JSON line.
 *
 *  @param frames frames between the warm-up and the end
 *  @param fps frames by seconds
 *  @param cpuSecondsPerFrame processor time of the whole process in that time, by frame
 *  @param p50Ms median of a frame's way from being decoded to being answered
 *  @param p99Ms 99 % were faster
 *  @param personsPerFrame over all frames, warm-up included
 *  @param peakRssMb most memory resident at any time, start-up included
 *  @param passes frames a second of each pass over the clip, the first without the warm-up */
record Result(String name, String model, long frames, double seconds, double fps, double cpuSecondsPerFrame, double p50Ms,
        double p99Ms, double personsPerFrame, double peakRssMb, List<Double> passes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Result parse(String line) throws JsonProcessingException {
        return JSON.readValue(line, Result.class);
    }

    /** The same run with the persons as the rival itself summed them up. */
    Result withPersons(double perFrame) {
        return new Result(name, model, frames, seconds, fps, cpuSecondsPerFrame, p50Ms, p99Ms, perFrame, peakRssMb, passes);
    }

    double cpuMs() {
        return cpuSecondsPerFrame * 1000;
    }

    /** Whether two rivals found the same, within one person in a hundred. */
    boolean agrees(Result other) {
        return Math.abs(personsPerFrame - other.personsPerFrame) <= 0.01 * Math.max(personsPerFrame, other.personsPerFrame);
    }
}
