package io.headwater.runtime.explain;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;

/** A line of what is told of a route, in the order in which things are done. */
public sealed interface Line {
    /** How deep it stands inside of other steps, from 0. */
    int depth();

    /** What the lines below it, which stand one deeper, have in common. */
    record Heading(int depth, String text) implements Line {}

    /** A step.
     *
     *  @param name its id, or else what it is and in which line
     *  @param kind its component, or its name in Camel's YAML DSL
     *  @param came what comes to it
     *  @param gives what goes on behind it */
    record Step(int depth, String name, String kind, Flow came, Flow gives, Explanation told) implements Line {
        /** Whether pixels of a camera may leave the box here. */
        boolean letsPicturesOut() {
            return !told.leaves().isEmpty() && came.pictures();
        }

        /** What goes in and what comes out, as far as it is known; empty where nothing is. */
        String flow() {
            boolean source = came.equals(Flow.UNKNOWN) && gives.kind() != Flow.Kind.UNKNOWN;
            String in = came.kind() == Flow.Kind.UNKNOWN ? "" : "takes " + came.kind().text();
            String out = gives.kind() == Flow.Kind.UNKNOWN || gives.kind() == came.kind() ? "" : "gives " + gives.kind().text();
            return source ? out : in + (in.isEmpty() || out.isEmpty() ? "" : ", ") + out;
        }
    }
}
