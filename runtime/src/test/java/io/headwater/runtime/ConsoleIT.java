package io.headwater.runtime;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console in a real browser, on the packaged demo: its clip, its model, its broker. */
class ConsoleIT {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final Path TARGET = Path.of(System.getProperty("headwater.app")).getParent();
    private static final @Nullable Path CHROMIUM = chromium();
    private static final double PATIENCE_MILLIS = 60_000;
    private static final String CONSOLE = "  console  ";

    private static @Nullable Process demo;
    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;
    private static String url = "";

    private final List<String> errors = new ArrayList<>();
    private @Nullable BrowserContext context;

    @BeforeAll
    static void startDemoAndBrowser() throws IOException {
        if (CHROMIUM == null) {
            return; // each test says so, by its name
        }
        demo = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC", "-Xmx256m", "-Dheadwater.home=" + HOME, "-jar", System.getProperty("headwater.app"),
                "demo", "--no-browser", "--port", "0").redirectErrorStream(true).start();
        BufferedReader output = demo.inputReader(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (String line; url.isEmpty(); ) {
            line = output.readLine();
            assertThat(line).as("the demo ended: %s", text).isNotNull();
            text.append(line).append('\n');
            url = line.startsWith(CONSOLE) ? line.substring(CONSOLE.length()).strip() : "";
        }
        Thread.ofPlatform().daemon().start(() -> readOn(output));
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(List.of("--no-sandbox",
                "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")));
    }

    /** So that the demo never waits for room in its pipe. */
    private static void readOn(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // the demo's end
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (playwright != null) {
            playwright.close();
        }
        if (demo != null) {
            demo.destroy();
            if (!demo.waitFor(10, TimeUnit.SECONDS)) {
                demo.descendants().forEach(ProcessHandle::destroyForcibly);
                demo.destroyForcibly();
            }
        }
    }

    @BeforeEach
    void needsChromium() {
        Assumptions.assumeTrue(CHROMIUM != null, "no chromium on the PATH; apt-get install chromium brings it");
    }

    @AfterEach
    void closePages() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void showsTheRunningRoute() {
        Page page = open(new Browser.NewContextOptions().setViewportSize(1400, 1000));
        assertThat(page.locator("#lamp-ledger strong")).hasText("All accounted for", soon());
        assertThat(page.locator("#lamp-cameras strong")).hasText("Camera streams", soon());
        assertThat(page.locator("#lamp-kafka strong")).hasText("Kafka connected", soon());
        assertThat(page.locator("#lamp-memory strong")).hasText("Memory suffices", soon());
        assertThat(page.locator("#lamp-sensors")).hasCount(0);
        assertThat(page.locator("#memory-frames-text")).containsText("Pictures: ");
        assertThat(page.locator("#memory-process-text")).containsText(" of ");
        assertThat(page.locator("#routes .card .id")).hasText(new String[] {"cam", "find", "sum", "up"});
        assertThat(page.locator("#ledger tbody th")).containsText(new String[] {"people/cam", "people/find", "people/sum", "people/up"});
        assertThat(page.locator("#ledger tbody tr").filter(new Locator.FilterOptions().setHasText("✓ closes"))).hasCount(page.locator("#ledger tbody tr").count());
        assertThat(page.locator("#windows tbody tr").first()).containsText("in Kafka, offset", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(page.locator("#chart .bar").first()).isVisible();
        assertThat(page.locator("#now p").first()).containsText("now");
        assertThat(page.locator("#kafka tbody tr").first()).isVisible();
        assertThat(page.locator("#screen")).hasAttribute("data-state", "live");
        page.screenshot(new Page.ScreenshotOptions().setPath(TARGET.resolve("console.png")).setFullPage(true));
        assertThat(errors).isEmpty();
        assertThat(((Number) page.evaluate(COLOURS)).intValue()).as("colours in the picture").isGreaterThan(200);
        assertThat(((Number) page.evaluate(MARKED)).intValue()).as("pixels of boxes").isGreaterThan(200);
    }

    /** A designer in a browser loads it from another origin. */
    @Test
    void servesWhatKaotoLoads() {
        APIRequestContext requests = Objects.requireNonNull(playwright).request().newContext();
        APIResponse index = requests.get(url + "/catalog/kaoto/index.json");
        assertThat(index).isOK();
        assertThat(index.headers()).containsEntry("access-control-allow-origin", "*").containsEntry("content-type", "application/json");
        assertThat(index.text()).contains("\"fileName\" : \"headwater/index.json\"");
        assertThat(requests.get(url + "/catalog/kaoto/headwater/kamelets.json").text()).contains("people-counter-action");
        assertThat(requests.get(url + "/catalog/kaoto/../state").status()).isEqualTo(404);
    }

    @Test
    void fitsAPhone() {
        Page page = open(new Browser.NewContextOptions().setViewportSize(360, 780).setColorScheme(ColorScheme.DARK));
        assertThat(page.locator("#windows tbody tr").first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(page.evaluate("document.documentElement.scrollWidth")).as("pixels wide").isEqualTo(360);
        page.screenshot(new Page.ScreenshotOptions().setPath(TARGET.resolve("console-phone.png")).setFullPage(true));
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
    void textHasContrast(ColorScheme scheme) {
        Page page = open(new Browser.NewContextOptions().setColorScheme(scheme));
        assertThat(page.locator("#ledger tbody tr").first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
        Object low = page.evaluate(LOW_CONTRAST);
        assertThat((List<?>) low).as("texts below 4.5 : 1").isEmpty();
    }

    @Test
    void saysThatTheBoxDoesNotAnswerAndRecovers() {
        Page page = open(new Browser.NewContextOptions());
        page.route("**/api/**", Route::abort);
        assertThat(page.locator("#lost")).containsText("The box has not answered since", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(page).hasTitle("⚠ No answer – Headwater");
        page.unroute("**/api/**");
        assertThat(page.locator("#lost")).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(PATIENCE_MILLIS));
    }

    @Test
    void showsASumThatDoesNotClose() {
        Page page = open(new Browser.NewContextOptions());
        alter(page, state -> state.replace("\"imbalances\":[]",
                "\"imbalances\":[{\"where\":\"people/find\",\"rule\":\"in = passed + in flight\",\"difference\":1}]"));
        assertThat(page.locator("#lamp-ledger strong")).hasText("One sum does not close", soon());
        assertThat(page.locator("#lamp-ledger span")).hasText("people/find is off by 1: in = passed + in flight");
        assertThat(page.locator("#ledger tr[data-tone=bad]")).containsText("✕ off by 1");
        assertThat(page.locator(".card[data-mark=bad] .id")).hasText("find");
    }

    @Test
    void showsWhatBecameOfSensors() {
        Page page = open(new Browser.NewContextOptions());
        String sensor = "\"sensors\":[{\"name\":\"boiler\",\"route\":\"people\",\"location\":\"mqtt://plant/boiler\",\"state\":\"%s\",\"since\":\"2026-01-01T08:00:00Z\",\"error\":%s,"
                + "\"messages\":%d,\"lastMessage\":%s,\"unacknowledged\":7,\"retrying\":2,\"unreadable\":0,\"givenUp\":0,\"reconnects\":0}]";
        String[] what = {""};
        alter(page, state -> state.replace("\"sensors\":[]", what[0]));
        Map<String, String> says = Map.of(
                sensor.formatted("CONNECTED", "null", 9, "\"2999-01-01T08:00:00Z\""), "Sensor connected",
                sensor.formatted("CONNECTED", "null", 9, "\"2026-01-01T09:00:00Z\""), "Sensor is quiet",
                sensor.formatted("WAITING", "\"nobody answers\"", 0, "null"), "Sensor does not answer",
                sensor.formatted("WAITING", "\"the connection is gone\"", 9, "\"2026-01-01T09:00:00Z\""), "Sensor is lost",
                sensor.formatted("REFUSED", "\"not authorized\"", 0, "null"), "Sensor is refused",
                sensor.formatted("RETRYING", "\"the outbox is full\"", 9, "\"2026-01-01T09:00:00Z\""), "Sensor is blocked");
        says.forEach((state, title) -> {
            what[0] = state;
            assertThat(page.locator("#lamp-sensors strong")).hasText(title, soon());
        });
        what[0] = sensor.formatted("RETRYING", "null", 9, "\"2026-01-01T09:00:00Z\""); // of which messages have come; the map has no order
        assertThat(page.locator("#sensors li span")).containsText("7 unacknowledged; 2 tried again");
    }

    @Test
    void showsWhoCameAndWent() {
        Page page = open(new Browser.NewContextOptions());
        alter(page, state -> state.replace("\"places\":{}", "\"places\":{\"door\":{\"in\":{\"person\":3,\"dog\":1},\"out\":{\"person\":2},\"inside\":{\"person\":{\"mean\":1.5,\"min\":0,\"max\":2}}}}"));
        assertThat(page.locator("#now")).containsText("4 / 2", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
        assertThat(page.locator("#now")).containsText("door: in / out");
        assertThat(page.locator("#now")).containsText("1.50 people inside on average, most 2");
    }

    @Test
    void showsHowRecordsLeaveTheOutbox() {
        Page page = open(new Browser.NewContextOptions());
        for (String way : List.of("expired", "oldest", "thinned", "purged", "deadLetters", "missing")) {
            alter(page, state -> state.replace("\"" + way + "\":0", "\"" + way + "\":1234"));
            assertThat(page.locator("#outbox dd").filter(new Locator.FilterOptions().setHasText("1,234")).first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
            page.unroute("**/api/state");
        }
    }

    @Test
    void saysThatMemoryIsShort() {
        Page page = open(new Browser.NewContextOptions());
        alter(page, state -> state.replace("\"short\":false", "\"short\":true"));
        assertThat(page.locator("#lamp-memory strong")).hasText("Memory is short", soon());
    }

    @Test
    void showsWhatWaitsInAQueue() {
        Page page = open(new Browser.NewContextOptions());
        alter(page, state -> state.replaceFirst("\"queue\":\\{\"items\":\\d+,\"bytes\":\\d+,\"ageSeconds\":[0-9.E-]+", "\"queue\":{\"items\":3,\"bytes\":30,\"ageSeconds\":75.0"));
        assertThat(page.locator("#ledger tbody tr").first()).containsText("(3 wait, 1 min 15 s)", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    @Test
    void showsWhatTheBoxSaysAsTextOnly() {
        Page page = open(new Browser.NewContextOptions());
        String markup = "<img src=x onerror=document.title='taken'>";
        alter(page, state -> state.replace("Counts the people at a crossing", markup));
        assertThat(page.locator(".about")).containsText(markup, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(page.locator("img")).hasCount(0);
    }

    @Test
    void standsStillForWhoWantsNoMotion() {
        Page page = open(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(page.locator(".water[data-flow=on]").first()).isAttached(new LocatorAssertions.IsAttachedOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(page.evaluate("document.getAnimations().length")).isEqualTo(0);
    }

    /** On a box of its own, whose file is made wrong and right again. */
    @Test
    void showsFilesThatAreRefused(@TempDir Path folder, @TempDir Path state) throws IOException, InterruptedException {
        Path file = folder.resolve("yard.camel.yaml");
        String right = "- route:\n    id: yard\n    from:\n      uri: camera\n      parameters:\n        name: yard\n        location: test\n"
                + "      steps:\n        - to:\n            uri: log\n            parameters:\n              loggerName: seen\n              level: \"OFF\"\n";
        Files.writeString(file, right);
        try (RunningBox box = RunningBox.start(folder, state, "--reload", "200ms")) {
            Page page = open(new Browser.NewContextOptions().setViewportSize(1400, 1000), "http://127.0.0.1:" + box.port());
            assertThat(page.locator("#lamp-cameras strong")).hasText("Camera streams", soon());
            assertThat(page.locator("#files")).isHidden();
            Files.writeString(file, right.replace("uri: log", "uri: lgo").replace("location: test", "location: gone.mp4"));
            assertThat(page.locator("#files-why")).hasText("The files are wrong; what ran before runs on.", soon());
            assertThat(page.locator("#files-first")).containsText(file + ":7:19: error [HW-011] camera.location is ");
            assertThat(page.locator("#files-more")).hasText("and 1 more problem; the log has all");
            assertThat((List<?>) page.evaluate(LOW_CONTRAST)).as("texts below 4.5 : 1").isEmpty();
            page.screenshot(new Page.ScreenshotOptions().setPath(TARGET.resolve("console-refused.png")));
            page.setViewportSize(360, 780);
            assertThat(page.evaluate("document.documentElement.scrollWidth")).as("pixels wide").isEqualTo(360);
            Files.writeString(file, right);
            assertThat(page.locator("#files")).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(PATIENCE_MILLIS));
            assertThat(errors).isEmpty();
        }
    }

    private Page open(Browser.NewContextOptions options) {
        return open(options, url);
    }

    private Page open(Browser.NewContextOptions options, String at) {
        context = Objects.requireNonNull(browser).newContext(options);
        Page page = context.newPage();
        page.onConsoleMessage(m -> {
            if (m.type().equals("error") || m.type().equals("warning")) {
                errors.add(m.text());
            }
        });
        page.onPageError(errors::add);
        page.navigate(at);
        assertThat(page.locator("#main")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
        return page;
    }

    /** Lets the page see the real state with something in it changed. */
    private static void alter(Page page, UnaryOperator<String> change) {
        page.route("**/api/state", route -> route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(change.apply(route.fetch().text()))));
    }

    private static LocatorAssertions.HasTextOptions soon() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS);
    }

    private static @Nullable Path chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).filter(d -> !d.isEmpty()).map(d -> Path.of(d, name)))
                .filter(Files::isExecutable).findFirst().orElse(null);
    }

    private static final String COLOURS = """
            () => {
              const c = document.getElementById('canvas');
              const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
              const seen = new Set();
              for (let i = 0; i < data.length; i += 4) seen.add(data[i] >> 3 << 10 | data[i + 1] >> 3 << 5 | data[i + 2] >> 3);
              return seen.size;
            }""";

    private static final String MARKED = """
            () => {
              const c = document.getElementById('canvas');
              const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
              let n = 0;
              for (let i = 0; i < data.length; i += 4) if (data[i] === 255 && data[i + 1] === 210 && data[i + 2] === 63) n++;
              return n;
            }""";

    /** Every visible text of the page against the ground that it stands on, as WCAG 2.2 measures it. */
    private static final String LOW_CONTRAST = """
            () => {
              const rgb = s => { const v = s.match(/[\\d.]+/g).map(Number); return {c: v.slice(0, 3), a: v[3] ?? 1}; };
              const light = c => c.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const ground = e => {
                for (; e; e = e.parentElement) {
                  const b = rgb(getComputedStyle(e).backgroundColor);
                  if (b.a > 0.5) return b.c;
                }
                return [255, 255, 255];
              };
              const low = [];
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== '');
                if (!own || !e.checkVisibility() || e.closest('.unseen, .sprite, .skip, noscript')) continue;
                const inGraph = e.closest('svg');
                if (inGraph && (e.tagName === 'title' || e.closest('.tag'))) continue;
                const style = getComputedStyle(e);
                const [a, b] = [light(rgb(inGraph ? style.fill : style.color).c), light(ground(e))].sort((x, y) => y - x);
                const ratio = (a + 0.05) / (b + 0.05);
                if (ratio < 4.5) low.push(`${e.tagName}.${e.className.baseVal ?? e.className} "${e.textContent.slice(0, 30)}" ${ratio.toFixed(2)}`);
              }
              return low;
            }""";
}
