package io.headwater.sensor;

import java.util.regex.Pattern;

/** Topics of an MQTT broker.
 *
 *  @param filter a topic, or a filter with {@code +} and {@code #} */
record MqttLocation(boolean tls, String host, int port, String filter) implements Location {
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int LONGEST_FILTER = 65_535;
    /** What Camel makes of the level + in an option, which it reads as it would a form's. */
    private static final Pattern BLANK_LEVEL = Pattern.compile("(?<=^|/) (?=/|$)");
    private static final String SHARED = "$share/";

    /** Reads {@code host:port/filter}. A filter may hold {@code #}, which no URL parser would take.
     *  <p>Errors: {@link IllegalArgumentException}; a user name is not told. */
    static MqttLocation of(boolean tls, String text) {
        int slash = text.indexOf('/');
        String authority = slash < 0 ? text : text.substring(0, slash);
        if (authority.contains("@")) {
            throw new IllegalArgumentException("holds a user name; give it as username, and the password as password or passwordFile");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']'); // [::1]:1883
        String host = hasPort ? authority.substring(0, colon) : authority;
        if (host.isBlank()) {
            throw new IllegalArgumentException("names no host");
        }
        String filter = slash < 0 ? "" : BLANK_LEVEL.matcher(text.substring(slash + 1)).replaceAll("+");
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("names no topic");
        }
        checkFilter(filter);
        return new MqttLocation(tls, host.replaceAll("[\\[\\]]", ""), hasPort ? port(authority.substring(colon + 1)) : tls ? TLS_PORT : PORT, filter);
    }

    private static int port(String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("has port " + text + ", must be 1–65535");
    }

    /** A filter is wrong. */
    static final class FilterException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        FilterException(String text) {
            super(text);
        }
    }

    /** <p>Source: MQTT 5.0, 4.7.1 and 4.8.2. */
    private static void checkFilter(String filter) {
        String own = filter;
        if (filter.startsWith(SHARED)) {
            int end = filter.indexOf('/', SHARED.length());
            String group = end < 0 ? "" : filter.substring(SHARED.length(), end);
            if (group.isEmpty() || group.matches(".*[+#].*") || end + 1 == filter.length()) {
                throw new FilterException("must be $share/group/topic to share a subscription");
            }
            own = filter.substring(end + 1);
        }
        if (own.length() > LONGEST_FILTER || own.indexOf('\0') >= 0) {
            throw new FilterException("is too long, or holds a character that no topic may");
        }
        String[] levels = own.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            if (levels[i].contains("#") && !(levels[i].equals("#") && i == levels.length - 1)) {
                throw new FilterException("has a # that is not the whole of its last level");
            }
            if (levels[i].contains("+") && !levels[i].equals("+")) {
                throw new FilterException("has a + that is not the whole of its level");
            }
        }
    }

    /** Whether nothing leaves this machine on the way. */
    boolean isLocal() {
        return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    String server() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "mqtts://" : "mqtt://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/" + filter;
    }
}
