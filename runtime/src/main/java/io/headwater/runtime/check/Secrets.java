package io.headwater.runtime.check;

import java.util.regex.Pattern;

/** Tells by its name or its look what may be a secret. Rather one too many. */
public final class Secrets {
    private static final Pattern NAME = Pattern.compile("(?i).*(passw|secret|token|key|credential|authori[sz]ation|cookie).*", Pattern.DOTALL);
    private static final Pattern CREDENTIAL = Pattern.compile("(?i).*(passw|passphrase|secret|token|credential|authori[sz]ation|cookie|api[-_.]?key|access[-_.]?key|private[-_.]?key).*", Pattern.DOTALL);
    private static final Pattern LOOK = Pattern.compile("(?i)(passw|secret|token|api.?key|credential|authori[sz]ation)[\\w'\"}\\]]*\\s*[=:]|\\b(bearer|basic)\\s+\\S{6,}|-----BEGIN");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??((env|sys):)?[^{}?:]+}}");

    private Secrets() {}

    /** Whether what has this name may be one. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether what has this name is one, beyond reasonable doubt: the key of a message is none. */
    public static boolean isCredential(String name) {
        return CREDENTIAL.matcher(name).matches();
    }

    /** Whether a text looks as if one were in it. */
    static boolean isLook(String text) {
        return LOOK.matcher(text).find();
    }

    /** A value without what may be secret in it. A placeholder is none.
     *
     *  @param secret whether it is one by its name */
    static String shown(String value, boolean secret) {
        return PLACEHOLDER.matcher(value).matches() ? value : secret || isLook(value) ? "(hidden)" : FileProblems.hidden(value);
    }
}
