package io.headwater.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.headwater.flow.Account;
import io.headwater.flow.Book;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.Test;

/** What every component keeps. A component has one subclass, {@code <Name>ContractTest}:
 *  <pre>{@code
 *  final class GateContractTest extends ComponentContract {
 *      @Override protected String scheme() { return "gate"; }
 *
 *      @Override protected String route() {
 *          return """
 *              - route:
 *                  id: contract
 *                  from:
 *                    id: start
 *                    uri: direct
 *                    parameters:
 *                      name: in
 *                    steps:
 *                      - to:
 *                          id: only
 *                          uri: gate
 *                          parameters:
 *                            name: people
 *                      - to:
 *                          id: end
 *                          uri: mock
 *                          parameters:
 *                            name: out
 *              """;
 *      }
 *
 *      @Override protected Object item(Routes routes, int n) { return inferenceOf(new Pictures(routes.pool()).frame(n)); }
 *  }
 *  }</pre>
 *  <p>A step's route starts at {@code direct:in}; a source's starts with the source, which overrides {@link #isSource()} and
 *  gives at least {@link #items()} items. Both end at {@code mock:out}.
 *  <p>Tests run in the component's folder, where its {@code README.md} lies. */
public abstract class ComponentContract {
    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][a-zA-Z0-9]*");

    /** The component's URI scheme. */
    protected abstract String scheme();

    /** A small route in the house form through the component, from {@code direct:in} (or the component) to {@code mock:out}. */
    protected abstract String route();

    /** Item {@code n} that is sent to {@code direct:in}; not asked of a source.
     *  <p>Ownership: its frame's lease is the suite's from then on; frames come from the pool of {@code routes}. */
    protected Object item(Routes routes, int n) {
        return new Pictures(routes.pool()).frame(n);
    }

    /** Whether the component is a source, which starts the route itself. */
    protected boolean isSource() {
        return false;
    }

    /** How many items a test sends, or waits for. */
    protected int items() {
        return 20;
    }

    /** Puts files in place, and sets what the route needs; called before the route is loaded. */
    protected void prepare(Path folder) throws Exception {}

    /** Settings of the host other than the suite's own. */
    protected Routes.Builder settings() {
        return Routes.builder();
    }

    /** Whether the README's first route is started, and not only parsed. */
    protected boolean runsReadmeRoute() {
        return false;
    }

    @Test
    void startsAndStopsTwiceAndLosesNothing() throws Exception {
        try (Routes routes = open(route())) {
            feed(routes, 0);
            routes.stopRoutes();
            routes.assertAtRest();
            long before = entered(routes);
            routes.startRoutes();
            feed(routes, items());
            routes.stopRoutes();
            routes.assertAtRest();
            assertThat(entered(routes)).as("items that entered %s after its second start", scheme()).isGreaterThan(before);
        }
    }

    @Test
    void accountsForEveryItemWhenALaterStepFails() throws Exception {
        try (Routes routes = open(route(), r -> r.whenAt("out", body -> {
            throw new IllegalStateException("broken on purpose");
        }))) {
            feed(routes, 0);
            routes.stopRoutes();
            routes.assertAtRest();
            Book out = routes.ledger().books().stream().filter(b -> b.kind().equals("mock")).findFirst().orElseThrow();
            assertThat(Book.total(out.failed())).as("failures at mock:out").isEqualTo(out.in());
        }
    }

    @Test
    void accountsForEveryItemWhenStoppedInTheMiddle() throws Exception {
        try (Routes routes = open(route())) {
            Thread sender = feedHalf(routes);
            routes.stopRoutes();
            sender.join();
            routes.assertAtRest();
        }
    }

    @Test
    void accountsForEveryItemWhenReloadedInTheMiddle() throws Exception {
        try (Routes routes = open(route())) {
            Thread sender = feedHalf(routes);
            routes.reload();
            sender.join();
            long before = entered(routes);
            feed(routes, items());
            routes.stopRoutes();
            routes.assertAtRest();
            assertThat(entered(routes)).as("items that entered %s after the reload", scheme()).isGreaterThan(before);
        }
    }

    /** Half of the items are in when it returns; the rest follows on the thread. */
    private Thread feedHalf(Routes routes) throws InterruptedException {
        CountDownLatch half = new CountDownLatch(items() / 2);
        Thread sender = Thread.ofPlatform().name("contract/sender").start(() -> {
            for (int n = 0; n < items() && !isSource(); n++) {
                routes.send(item(routes, n));
                half.countDown();
            }
        });
        if (isSource()) {
            Routes.await("an item enters " + scheme(), () -> entered(routes) > 0);
        } else {
            half.await();
        }
        return sender;
    }

    @Test
    void holdsNothingNativeAfterwards() throws Exception {
        Routes routes = open(route());
        try (routes) {
            feed(routes, 0);
        }
        assertThat(routes.pool().frames()).as("frames leased after close").isZero();
        assertThat(routes.pool().lost()).as("frames lost without a release").isZero();
        assertThat(routes.pool().allocated()).as("bytes still taken from the system").isZero();
        assertThat(routes.ledger().checkAtRest()).isEmpty();
    }

    @Test
    void refusesAnOptionThatItDoesNotKnowByName() {
        Throwable refused = catchThrowable(() -> open(withOption(route(), "noSuchOption", "1")).close());
        assertThat(refused).as("a route with %s.noSuchOption", scheme()).isNotNull();
        assertThat(allMessages(refused)).contains("noSuchOption");
    }

    @Test
    void describesEveryOption() {
        OptionTable table = table();
        assertThat(table.description()).as("description of %s", scheme()).isNotBlank();
        assertThat(table.options()).isNotEmpty().allSatisfy(option -> {
            assertThat(option.name()).as("name of an option of %s", scheme()).matches(CAMEL_CASE);
            assertThat(option.description()).as("description of %s.%s", scheme(), option.name()).hasSizeGreaterThan(10);
        });
    }

    @Test
    void hasOneRequiredPathParameterWhichIsAName() {
        List<OptionTable.Option> path = table().options().stream().filter(OptionTable.Option::isPath).toList();
        assertThat(path).as("path parameters of %s", scheme()).hasSize(1);
        assertThat(path.getFirst().required()).as("%s.%s is required", scheme(), path.getFirst().name()).isTrue();
        assertThat(path.getFirst().type()).as("type of %s.%s", scheme(), path.getFirst().name()).isEqualTo("string");
    }

    @Test
    void isFoundWithoutReflection() throws Exception {
        try (Routes routes = settings().notStarted().yaml("[]")) {
            Class<?> component = routes.context().getComponent(scheme()).getClass();
            String jar = component.getProtectionDomain().getCodeSource().getLocation().toString();
            for (String entry : List.of("META-INF/jandex.idx", "META-INF/services/org/apache/camel/component/" + scheme(),
                    "META-INF/services/org/apache/camel/urifactory/" + scheme() + "-endpoint")) {
                assertThat(component.getClassLoader().resources(entry).map(URL::toString)).as("%s in %s", entry, jar).anyMatch(url -> url.contains(jar));
            }
        }
    }

    @Test
    void isShownByItsReadme() throws Exception {
        Readme readme = Readme.here();
        String route = readme.firstRoute();
        assertThat(uriOf(scheme()).matcher(route).find()).as("%s shows `uri: %s` in its first route", readme.file(), scheme()).isTrue();
        try (Routes routes = runsReadmeRoute() ? open(route) : load(route)) {
            assertThat(((ModelCamelContext) routes.context()).getRouteDefinitions()).isNotEmpty()
                    .allSatisfy(definition -> assertThat(definition.hasCustomIdAssigned()).as("the route has an id").isTrue());
            if (runsReadmeRoute()) {
                routes.stopRoutes();
                routes.assertAtRest();
            }
        }
    }

    private Routes open(String yaml) throws Exception {
        return open(yaml, r -> {});
    }

    private Routes open(String yaml, Consumer<Routes> beforeStart) throws Exception {
        Routes routes = load(yaml);
        try {
            beforeStart.accept(routes);
            return routes.start();
        } catch (RuntimeException e) {
            routes.close();
            throw e;
        }
    }

    private Routes load(String yaml) throws Exception {
        Path folder = Files.createTempDirectory("contract");
        prepare(folder);
        return settings().folder(folder).temporary().notStarted().yaml(yaml);
    }

    private void feed(Routes routes, int from) {
        if (isSource()) {
            long enough = entered(routes) + items();
            Routes.await(items() + " items from " + scheme(), () -> entered(routes) >= enough);
        } else {
            for (int n = from; n < from + items(); n++) {
                routes.send(item(routes, n));
            }
        }
    }

    private long entered(Routes routes) {
        return routes.ledger().accounts().stream().filter(a -> a.kind().equals(scheme())).map(Account::book).mapToLong(Book::in).sum();
    }

    private OptionTable table() {
        try (Routes routes = settings().notStarted().yaml("[]")) {
            return OptionTable.of(routes.context(), scheme());
        }
    }

    private static Pattern uriOf(String scheme) {
        return Pattern.compile("(?m)^( *)uri: *\"?" + Pattern.quote(scheme) + "\"? *$\\R( *)parameters: *$\\R");
    }

    private String withOption(String yaml, String option, String value) {
        Matcher at = uriOf(scheme()).matcher(yaml);
        assertThat(at.find()).as("the route has `uri: %s` with `parameters:` below, as the house form wants it", scheme()).isTrue();
        return yaml.substring(0, at.end()) + at.group(2) + "  " + option + ": " + value + "\n" + yaml.substring(at.end());
    }

    private static String allMessages(Throwable refused) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = refused; t != null; t = t.getCause()) {
            all.append(t.getMessage()).append('\n');
        }
        return all.toString();
    }
}
