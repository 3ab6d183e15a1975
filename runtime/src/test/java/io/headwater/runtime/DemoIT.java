package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packaged application as a user starts it. */
class DemoIT {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final Pattern READ_BACK = Pattern.compile("\"records\":(\\d+),\"distinctIds\":(\\d+),\"duplicates\":(\\d+)");

    @Test
    void demoCountsBalancesAndIsReadBackFromKafka() throws Exception {
        Ran ran = run("demo", "--for", "25s", "--no-browser", "--port", "0");
        assertThat(ran.code).as(ran.text).isZero();
        assertThat(ran.text).contains("ledger: balanced").contains("read back from Kafka by an independent consumer");
        Matcher read = READ_BACK.matcher(ran.text);
        assertThat(read.find()).as(ran.text).isTrue();
        assertThat(Integer.parseInt(read.group(1))).as("windows in Kafka").isGreaterThanOrEqualTo(2);
        assertThat(read.group(2)).isEqualTo(read.group(1));
        assertThat(read.group(3)).isEqualTo("0");
    }

    @Test
    void demoRefusesACameraThatIsNotThere() throws Exception {
        Ran ran = run("demo", "--camera", "77", "--no-browser", "--port", "0");
        assertThat(ran.text).isEqualTo("""
                error: there is no camera at /dev/video77
                  fix: ls /dev/video* lists the cameras; --camera takes 0, /dev/video0, rtsp://… or a video file
                """);
        assertThat(ran.code).isEqualTo(ExitCode.SURROUNDINGS);
    }

    @Test
    void demoEndsWhenACameraDoesNotAnswer() throws Exception {
        Ran ran = run("demo", "--camera", "rtsp://viewer:s3cr%40et@127.0.0.1:9/stream", "--no-browser", "--port", "0");
        assertThat(ran.text).contains("error: no picture from the camera: ").contains("headwater run keeps trying").doesNotContain("s3cr");
        assertThat(ran.code).as(ran.text).isEqualTo(ExitCode.SURROUNDINGS);
    }

    @Test
    void sigintEndsADemoWithinSecondsAndSaysWhatWasDone() throws Exception {
        Process demo = start("demo", "--no-browser", "--port", "0");
        StringBuilder text = new StringBuilder();
        Thread reader = Thread.ofPlatform().start(() -> demo.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
            synchronized (text) {
                text.append(line).append('\n');
                text.notifyAll();
            }
        }));
        synchronized (text) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!text.toString().contains("people a frame") && System.nanoTime() < until) {
                text.wait(1000);
            }
        }
        List<ProcessHandle> children = demo.descendants().toList();
        new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();
        assertThat(demo.waitFor(10, TimeUnit.SECONDS)).as(text.toString()).isTrue();
        reader.join(5000);
        assertThat(text.toString()).contains("stopped; what became of everything:").contains("ledger: balanced");
        assertThat(children).as("the broker").isNotEmpty();
        for (ProcessHandle child : children) {
            child.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private record Ran(int code, String text) {}

    private static Ran run(String... args) throws IOException, InterruptedException {
        Process process = start(args);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), text);
    }

    private static Process start(String... args) throws IOException {
        // as from a terminal: a build that runs in the background has SIGINT ignored, and its children with it
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx256m", "-Dheadwater.home=" + HOME, "-jar", System.getProperty("headwater.app")));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
