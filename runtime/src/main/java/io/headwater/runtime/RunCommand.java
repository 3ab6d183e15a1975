package io.headwater.runtime;

import io.headwater.exchange.Host;
import io.headwater.flow.Ledger;
import io.quarkus.runtime.Quarkus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headwater run}: runs routes until it is stopped. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Runs routes until Ctrl-C.", "Cameras that are away are tried again and again; records wait on disk until Kafka has them."},
        footer = {"", "Example:", "  headwater run routes/people --kafka kafka.example.org:9092"})
final class RunCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Route files (*.camel.yaml), or folders with them.")
    List<Path> routes = new ArrayList<>();

    @Mixin
    ServeOptions serve = new ServeOptions();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka's bootstrap servers. Without them records wait on disk.")
    @Nullable String kafka;

    @Option(names = "--device", paramLabel = "NAME", description = "Name of this box in records; made once and kept when not given.")
    @Nullable String device;

    @Option(names = "--reload", paramLabel = "TIME", converter = TimeText.class, defaultValue = "1s",
            description = {"How often the files are looked at; a change that is right is taken over while all else runs on. 0s for never.", "Default: ${DEFAULT-VALUE}."})
    Duration reload = Duration.ofSeconds(1);

    @Option(names = "--for", paramLabel = "TIME", converter = TimeText.class, description = "Stop by itself after this time, e.g. 90s, 10m.")
    @Nullable Duration time;

    @Override
    public Integer call() {
        Settings settings = serve.check();
        settings.routes.addAll(routes);
        settings.kafka = kafka;
        settings.device = device;
        Admission admission = Admission.of(RoutePlaces.of(routes, settings.state).all(), Host.models(settings.models, settings.state));
        settings.admission = RouteSets.in(settings.state).newest(routes).isPresent() ? admission : admission.orRefuse();
        settings.reload = reload;
        settings.use();
        if (time != null) {
            Stop.after(time);
        }
        Engine[] ran = new Engine[1];
        settings.listener = new Settings.Listener() {
            @Override
            public void started(Engine engine) {
                ran[0] = engine;
            }
        };
        CountDownLatch over = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Stop.await(over), "headwater/run-end"));
        try {
            int[] code = {0};
            Quarkus.run(App.class, (exit, error) -> code[0] = error == null ? exit : Failure.show(error));
            return ran[0] == null ? Math.max(code[0], ExitCode.FAILED) : goodbye(ran[0], code[0]);
        } finally {
            over.countDown();
        }
    }

    /** Says what became of everything, on the way out. */
    private static int goodbye(Engine engine, int code) {
        System.err.println("stopped; what became of everything:");
        engine.host().ledger().books().forEach(b -> System.err.println("  " + LedgerText.of(b)));
        List<Ledger.Imbalance> wrong = engine.host().ledger().checkAtRest();
        wrong.forEach(i -> System.err.println("  NOT BALANCED " + i));
        System.err.println("ledger: " + (wrong.isEmpty() ? "balanced" : "NOT balanced"));
        return wrong.isEmpty() ? code : Math.max(code, ExitCode.FAILED);
    }
}
