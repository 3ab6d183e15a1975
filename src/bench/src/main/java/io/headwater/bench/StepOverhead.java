package io.headwater.bench;

import io.headwater.exchange.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What an item costs on its way through a {@code direct:} route of empty steps, with and without the ledger:
 *  {@code headwater bench steps}. Takes JMH's own options.
 *  <p>Units: microseconds and bytes an item, all steps together. Guards {@code CountedStep}, {@code Item} and {@code Account}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StepOverhead {
    @Param({"1", "3", "10"})
    int steps;

    @Param({"false", "true"})
    boolean ledger;

    private CamelContext context;
    private Host host;
    private Path state;
    private Endpoint endpoint;
    private Producer producer;
    private final Object body = new Object();

    @Setup(Level.Trial)
    public void start() throws Exception {
        context = new DefaultCamelContext();
        if (ledger) {
            state = Files.createTempDirectory("headwater-bench");
            host = Host.builder().state(state).frameBytes(1 << 20).build().install(context);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from("direct:in").routeId("bench");
                for (int i = 0; i < steps; i++) {
                    route.process(exchange -> {}).id("step" + i);
                }
            }
        });
        context.start();
        endpoint = context.getEndpoint("direct:in");
        producer = endpoint.createProducer();
        producer.start();
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        producer.stop();
        context.stop();
        if (ledger) {
            if (!host.ledger().checkAtRest().isEmpty()) {
                throw new IllegalStateException("the ledger does not balance: " + host.ledger().checkAtRest());
            }
            host.close();
            Files.deleteIfExists(state);
        }
    }

    /** One item, from the sender's call until its route is done. */
    @Benchmark
    public Exchange item() throws Exception {
        Exchange exchange = endpoint.createExchange();
        exchange.getIn().setBody(body);
        producer.process(exchange);
        return exchange;
    }

    /** Runs it with the collector's profile and prints a table. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
        CommandLineOptions given = new CommandLineOptions(args);
        if (given.shouldHelp()) {
            given.showHelp();
            return;
        }
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given).include(StepOverhead.class.getName())
                .addProfiler(GCProfiler.class).shouldFailOnError(true).jvmArgsAppend("--sun-misc-unsafe-memory-access=allow");
        print(new Runner(options.build()).run());
    }

    private static void print(Collection<RunResult> results) {
        System.out.printf("%n%6s %7s %10s %10s %12s%n", "steps", "ledger", "us/item", "B/item", "items/s");
        List<RunResult> sorted = results.stream().sorted(Comparator.comparingInt((RunResult r) -> Integer.parseInt(r.getParams().getParam("steps")))
                .thenComparing(r -> r.getParams().getParam("ledger"))).toList();
        for (RunResult r : sorted) {
            double micros = r.getPrimaryResult().getScore();
            double bytes = r.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
            System.out.printf(Locale.ROOT, "%6s %7s %10.2f %10.0f %12.0f%n", r.getParams().getParam("steps"), r.getParams().getParam("ledger"),
                    micros, bytes, 1e6 / micros);
        }
    }
}
