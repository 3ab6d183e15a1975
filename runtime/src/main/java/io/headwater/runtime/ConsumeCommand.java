package io.headwater.runtime;

import io.headwater.runtime.consume.Form;
import io.headwater.runtime.consume.TopicReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater consume}: the reference consumer of what boxes send to Kafka. */
@Command(name = "consume", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Reads what boxes have sent to Kafka, by the rules of the wire format: each id once, each window as one line with all its parts, "
            + "thinned windows in the place of those they cover. At the end it tells on standard error what it saw.",
            "Runs until Ctrl-C, unless --count or --until-idle says otherwise."},
        footer = {"", "Example:", "  headwater consume --bootstrap kafka.example.org:9092 --topic summaries --from-beginning --until-idle 10s"})
final class ConsumeCommand implements Callable<Integer> {
    private static final int END_SECONDS = 8;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka's bootstrap servers; or bootstrap.servers in the file of --config.")
    @Nullable String bootstrap;

    @Option(names = "--topic", paramLabel = "TOPIC", required = true, split = ",", description = "The topic; may be repeated.")
    List<String> topics = new ArrayList<>();

    @ArgGroup
    @Nullable From from;

    static final class From {
        @Option(names = "--from-beginning", description = "From the first record on; else what comes from now on.")
        boolean beginning;
        @Option(names = "--group", paramLabel = "NAME", description = {"As a member of this group of consumers, from where it was. Its position is kept behind what was told; "
            + "windows that may still get parts at the end are left to the next run."})
        @Nullable String group;
    }

    @Option(names = "--format", paramLabel = "FORM", defaultValue = "text", description = {"text for people; json, a CloudEvent a line; csv, a row for each label of a window, "
        + "nothing else. Default: ${DEFAULT-VALUE}."})
    Form form = Form.TEXT;

    @Option(names = "--out", paramLabel = "PATH", description = "Appends to this file; into a folder, to a file for each type. Default: standard output.")
    @Nullable Path out;

    @Option(names = "--count", paramLabel = "N", description = "Ends after this many records.")
    long count;

    @Option(names = "--until-idle", paramLabel = "TIME", converter = TimeText.class, description = "Ends when nothing has come for this long, such as 10s.")
    @Nullable Duration idle;

    @Option(names = "--settle", paramLabel = "TIME", converter = TimeText.class, defaultValue = "30s",
            description = "How long further parts of a window are waited for before it is told. Default: ${DEFAULT-VALUE}.")
    Duration settle = Duration.ofSeconds(30);

    @Option(names = "--remember", paramLabel = "TIME", converter = TimeText.class, defaultValue = "24h",
            description = "How far behind the newest of its series a record is still known by its id. Default: ${DEFAULT-VALUE}.")
    Duration remember = Duration.ofHours(24);

    @Option(names = "--most", paramLabel = "N", defaultValue = "50000", description = "How many ids are remembered at most. Default: ${DEFAULT-VALUE}.")
    int most;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings of Kafka's client, as properties: TLS, SASL and whatever else it knows.")
    @Nullable Path config;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        check();
        Logger.getLogger("org.apache.kafka").setLevel(Level.OFF); // what matters of it is told in our words
        Properties kafka = kafka();
        PrintWriter err = spec.commandLine().getErr();
        From begin = from == null ? new From() : from;
        TopicReader reader = new TopicReader(kafka, new TopicReader.Wish(topics, begin.group, begin.beginning, count, idle),
                new TopicReader.Way(form, out, spec.commandLine().getOut(), err, remember, most, settle));
        CountDownLatch ended = new CountDownLatch(1);
        Thread onSignal = Thread.ofPlatform().unstarted(() -> stop(reader, ended));
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            if (!reader.run()) {
                throw new SurroundingsException("the broker at " + kafka.getProperty("bootstrap.servers") + " has no topic " + String.join(", ", topics)
                        + ", or not all of them", "--topic names the topic of the route's uplink step; it comes with its first record");
            }
            err.flush();
            return ExitCode.DONE;
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new SurroundingsException("no Kafka answers at " + kafka.getProperty("bootstrap.servers"), "--bootstrap HOST:PORT of a broker that runs; "
                    + "where it asks for TLS or a password, --config FILE");
        } catch (KafkaException e) {
            throw new SurroundingsException("Kafka at " + kafka.getProperty("bootstrap.servers") + " cannot be read: " + Failure.text(e),
                    "look at --bootstrap, --topic and the file of --config");
        } catch (UncheckedIOException e) {
            throw new SurroundingsException("the lines cannot be written: " + e.getCause(), "--out, a file or a folder that can be written");
        } finally {
            ended.countDown();
            forget(onSignal);
        }
    }

    private void check() {
        if (count < 0) {
            throw new ParameterException(spec.commandLine(), "--count is " + count + ", must be 1 or more");
        }
        if (most < 1) {
            throw new ParameterException(spec.commandLine(), "--most is " + most + ", must be 1 or more");
        }
    }

    private Properties kafka() {
        Properties kafka = new Properties();
        Path file = config;
        if (file != null) {
            try (Reader lines = Files.newBufferedReader(file)) {
                kafka.load(lines);
            } catch (IOException | IllegalArgumentException e) {
                throw new SurroundingsException("--config " + file + " cannot be read: " + e, "a file of lines name=value that this user can read");
            }
        }
        if (bootstrap != null) {
            kafka.setProperty("bootstrap.servers", bootstrap);
        }
        if (kafka.getProperty("bootstrap.servers", "").isBlank()) {
            throw new ParameterException(spec.commandLine(), "it is not said where Kafka is: --bootstrap HOST:PORT, or bootstrap.servers in the file of --config");
        }
        return kafka;
    }

    /** Ctrl-C: what was read is told before the process ends. */
    private static void stop(TopicReader reader, CountDownLatch ended) {
        reader.stop();
        try {
            ended.await(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // the process ends: it runs
        }
    }
}
