package io.headwater.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Properties;
import picocli.CommandLine;

/** One run of the command in this process.
 *
 *  @param code what the shell is told */
record CommandRun(int code, String out, String err) {

    /** System properties are as before afterwards. */
    static CommandRun of(Object... args) {
        Properties before = (Properties) System.getProperties().clone();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try {
            CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
            String[] words = new String[args.length];
            for (int i = 0; i < words.length; i++) {
                words[i] = args[i].toString();
            }
            return new CommandRun(line.execute(words), out.toString(), err.toString());
        } finally {
            System.setProperties(before);
        }
    }
}
