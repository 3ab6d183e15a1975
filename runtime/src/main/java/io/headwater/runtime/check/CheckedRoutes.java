package io.headwater.runtime.check;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Problem;
import java.util.List;
import java.util.Map;

/** What a check of route files has read, and what is wrong with it.
 *
 *  @param problems by their place
 *  @param routes in the order of the files; not all of them where there are errors
 *  @param came what comes to each step, by identity
 *  @param gave what goes on behind it
 *  @param picturesStay whether {@code headwater.privacy} forbids pictures to leave */
public record CheckedRoutes(List<Problem> problems, List<FlowRoute> routes, Map<FlowStep, Flow> came, Map<FlowStep, Flow> gave, boolean picturesStay, ComponentCatalog catalog) {
    CheckedRoutes with(List<Problem> all) {
        return new CheckedRoutes(all, routes, came, gave, picturesStay, catalog);
    }
}
