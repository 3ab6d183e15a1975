package io.headwater.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The child's side of {@code bench uplink}: warms up, says so, gives the records once it gets a line, and ends when its
 *  standard input does, at the latest with its parent. */
final class FeedRun {
    /** What a child says when it has given the records to warm up with. */
    static final String WARM = "WARM";
    /** What comes before what it says at the end. */
    static final String FACTS = "FACTS ";

    private FeedRun() {}

    /** Never returns. */
    static void run(Feed feed, int warmUp, int records) {
        int code = 0;
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            feed.give(warmUp);
            System.out.println(WARM);
            if (in.readLine() != null) {
                feed.give(records);
            }
            while (in.readLine() != null) {
                // the other side watches Kafka
            }
            System.out.println(FACTS + feed.facts());
        } catch (Exception e) {
            System.err.println("error: " + e);
            code = 1;
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    /** A record's content.
     *
     *  @param size in bytes */
    static byte[] payload(int size) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) 'r');
        return payload;
    }
}
