package io.headwater.uplink;

import java.util.regex.Pattern;

/** What Kafka takes as the name of a topic; lanes keep to it too, since they are topics by default.
 *  <p>Source: Kafka's {@code Topic.validate}. */
final class KafkaName {
    static final String RULE = "must be 1–249 of a–z A–Z 0–9 . _ -, and not . or ..";
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private KafkaName() {}

    static boolean isLegal(String name) {
        return FORM.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    /** The nearest name that is legal. */
    static String nearest(String name) {
        String legal = name.strip().replaceAll("[^a-zA-Z0-9._-]+", "-");
        legal = legal.length() > 249 ? legal.substring(0, 249) : legal;
        return isLegal(legal) ? legal : "summaries";
    }

    /** Errors: {@link IllegalArgumentException} that names option, value and rule. */
    static void require(String option, String name) {
        if (!isLegal(name)) {
            throw new IllegalArgumentException("uplink." + option + " is " + name + ", " + RULE);
        }
    }
}
