package io.headwater.exchange;

import io.headwater.flow.Account;
import java.nio.file.Path;

/** One step of one route, as its producer sees it.
 *
 *  @param route id of the route
 *  @param id id of the step
 *  @param folder folder of the route's file, against which its paths are resolved; the working folder where a route has no file
 *  @param account its book
 *  @param tail what comes after it in the route
 *  @param host what all routes share */
public record Step(String route, String id, Path folder, Account account, Tail tail, Host host) {
    /** Of the names alone: it is asked for each item. */
    @Override
    public int hashCode() {
        return 31 * route.hashCode() + id.hashCode();
    }

    @Override
    public String toString() {
        return route + "/" + id;
    }
}
