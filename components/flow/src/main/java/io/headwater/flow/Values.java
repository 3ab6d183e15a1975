package io.headwater.flow;

import java.util.List;

/** Numbers that a model reckoned, such as an age, an angle or a forecast, in the model's order. */
public record Values(List<Value> all) implements Answer {
    public Values {
        all = List.copyOf(all);
    }

    /** One named number.
     *
     *  @param unit UCUM code; empty where the model's manifest has none */
    public record Value(String name, double value, String unit) {}
}
