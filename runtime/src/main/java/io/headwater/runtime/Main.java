package io.headwater.runtime;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.RefusedException;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code headwater} command. Commands that serve nothing never start the server. */
@QuarkusMain
@Command(name = "headwater", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Streaming AI where the data starts: drawn, tested and trusted.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, RunCommand.class, NewCommand.class, ValidateCommand.class, ExplainCommand.class, TestCommand.class, RecordCommand.class, FormatCommand.class, SchemaCommand.class, ModelsCommand.class, CatalogCommand.class, LedgerCommand.class, OutboxCommand.class, ConsumeCommand.class, PlanCommand.class, PushCommand.class, RollbackCommand.class},
        footer = {"", "Also, by the launcher in a source tree:", "  bench    Measure this engine against hand-written loops.",
            "  torture  Kill a running box and its broker over and over, and count what is missing.",
            "  verify   Build everything and run every test.", "",
            "Exit codes: 0 done, 1 failed while running, 2 wrong route, option or model, 3 the surroundings (device, port, broker, disk)."})
public final class Main implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    public static void main(String... args) {
        if (System.getProperty("java.util.logging.manager") == null) {
            System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager"); // before anything logs, else it complains
        }
        NativeFolder.use();
        EarlyLoad.start(args);
        int code = commandLine().execute(args);
        System.out.flush();
        System.exit(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new WrongCommandLine())
                .setExecutionExceptionHandler((e, line, parsed) -> failed(e, line));
    }

    private static int failed(Exception e, CommandLine line) {
        switch (e) {
            case RefusedException refused -> {
                line.getErr().println(refused.getMessage());
                return ExitCode.WRONG;
            }
            case SurroundingsException s -> {
                line.getErr().println(s.getMessage());
                return ExitCode.SURROUNDINGS;
            }
            default -> {
                line.getErr().println("error: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
                if (Boolean.getBoolean("headwater.debug")) {
                    e.printStackTrace(line.getErr());
                } else {
                    line.getErr().println("  fix: HEADWATER_DEBUG=1 before the same command shows where it came from");
                }
                return ExitCode.FAILED;
            }
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** A wrong command line gets one sentence and the nearest names, not the whole help. */
    private static final class WrongCommandLine implements CommandLine.IParameterExceptionHandler {
        @Override
        public int handleParseException(CommandLine.ParameterException e, String[] args) {
            CommandLine line = e.getCommandLine();
            line.getErr().println("error: " + text(e, line));
            line.getErr().println("  fix: " + line.getCommandSpec().qualifiedName() + " --help shows what there is");
            return ExitCode.WRONG;
        }

        private static String text(CommandLine.ParameterException e, CommandLine line) {
            if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched) || unmatched.getUnmatched().isEmpty()) {
                return e.getMessage();
            }
            String wrong = unmatched.getUnmatched().getFirst();
            boolean option = wrong.startsWith("-");
            String name = option ? wrong.replaceFirst("=.*", "") : wrong;
            String near = Nearest.of(name, option ? line.getCommandSpec().optionsMap().keySet() : line.getSubcommands().keySet());
            return line.getCommandSpec().qualifiedName() + (option ? " has no option '" : line.getSubcommands().isEmpty() ? " takes no '" : " has no command '")
                    + name + "'" + (near == null ? "" : "; did you mean '" + near + "'?");
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"headwater " + (version == null ? "0.1.0" : version) + " on Java " + Runtime.version()};
        }
    }
}
