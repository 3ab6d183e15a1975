package io.headwater.runtime;

import io.headwater.exchange.Host;
import io.headwater.exchange.StateFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of the commands that serve. */
final class ServeOptions {
    /** In MiB: a terabyte. */
    private static final int MOST_FRAMES = 1 << 20;

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "Port of the console, health and metrics; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    int port;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "Address it listens on. Default: ${DEFAULT-VALUE}, this machine only.")
    String host = "127.0.0.1";

    @Option(names = "--state", paramLabel = "DIR", description = "Folder for the outbox and other state. Default: headwater.state.dir, else $STATE_DIRECTORY, else ~/.local/state/headwater.")
    @Nullable Path state;

    @Option(names = "--models", paramLabel = "DIR", description = "A folder with models beside those of the routes; may be repeated.")
    List<Path> models = new ArrayList<>();

    @Option(names = "--frames", paramLabel = "MIB", description = "Hard limit of memory for pictures, in MiB. Default: headwater.memory.frames, else a quarter of headwater.memory.total, 256 at most.")
    @Nullable Integer frames;

    @Option(names = "--log", paramLabel = "FORM", defaultValue = "text", description = "Logs as text, or json: one object a line. Default: ${DEFAULT-VALUE}.")
    LogForm log = LogForm.TEXT;

    enum LogForm {
        TEXT, JSON
    }

    /** Checks the surroundings and hands the options to the application. */
    Settings check() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port is " + port + ", must be 0–65535");
        }
        if (frames != null && (frames < 1 || frames > MOST_FRAMES)) {
            throw new ParameterException(spec.commandLine(), "--frames is " + frames + ", must be 1–" + MOST_FRAMES + " MiB");
        }
        if (port == 0) {
            port = Settings.freePort();
        }
        Settings.checkPort(host, port);
        Path folder = state(state);
        Settings.checkState(folder);
        KafkaSecretFiles.check();
        System.setProperty("quarkus.http.port", Integer.toString(port));
        System.setProperty("quarkus.http.host", host);
        System.setProperty("quarkus.log.console.json.enabled", Boolean.toString(log == LogForm.JSON));
        Settings settings = new Settings();
        settings.state = folder;
        settings.models.addAll(models(models));
        settings.memory = MemoryBudget.of(configured(MemoryBudget.TOTAL_PROPERTY).orElse(null), frames != null ? frames + "MiB" : configured(Host.FRAMES_PROPERTY).orElse(null));
        String doubt = settings.memory.doubt(Runtime.getRuntime().maxMemory());
        if (doubt != null) {
            spec.commandLine().getErr().println("warning: " + doubt);
        }
        System.setProperty(Host.FRAMES_PROPERTY, Long.toString(settings.memory.frames())); // what a check reckons with
        return settings;
    }

    /** The state folder: as the command line gives it, as it is configured, or as is usual. */
    static Path state(@Nullable Path given) {
        return given != null ? given : configured(Host.STATE_PROPERTY).map(Path::of).orElseGet(StateFolder::byDefault);
    }

    /** The folders with models that the command line gives, and the one that is configured. */
    static List<Path> models(List<Path> given) {
        List<Path> all = new ArrayList<>(given);
        configured(Host.MODELS_PROPERTY).map(Path::of).ifPresent(all::add);
        return all;
    }

    /** A setting by system property, or by the environment: {@code headwater.state.dir} is {@code HEADWATER_STATE_DIR} there. */
    static Optional<String> configured(String property) {
        String value = System.getProperty(property, System.getenv(property.replace('.', '_').toUpperCase(Locale.ROOT)));
        return Optional.ofNullable(value).filter(v -> !v.isBlank());
    }
}
