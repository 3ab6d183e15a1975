package io.headwater.bench;

/** One way to do the task. */
interface Rival {
    /** What the tables call it. */
    String title();

    /** Does the whole task in this process. */
    Result run(Task task) throws Exception;
}
