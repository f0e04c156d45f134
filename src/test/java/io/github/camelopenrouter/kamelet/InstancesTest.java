/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.LeakDetector;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.RoutePolicySupport;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which gateway a Kamelet calls, and that those with the same key and address share it. */
@Timeout(120)
class InstancesTest {

    private static final String KAMELET = "openrouter-chat-action?model=a/b";
    private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";

    private static final String JMX = "org.apache.camel.jmx.disabled";

    private static String jmxBefore;

    private final Set<String> keysSeen = ConcurrentHashMap.newKeySet();
    private ScriptedUpstream upstream;
    private KameletHost host;

    /** The names that Camel gives there are looked at, too. */
    @BeforeAll
    static void switchJmxOn() {
        jmxBefore = System.getProperty(JMX);
        System.setProperty(JMX, "false");
    }

    @AfterAll
    static void putJmxBack() {
        if (jmxBefore == null) {
            System.clearProperty(JMX);
        } else {
            System.setProperty(JMX, jmxBefore);
        }
    }

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(this::answer);
        host = KameletHost.of(upstream.baseUrl());
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @Test
    void isTheHostsUnnamedOneWhereTheHostHasAddedIt() throws Exception {
        host.with(new OpenRouterRoutes()).asking(KAMELET).start();
        int routes = host.context.getRoutesSize();

        assertThat(host.answer("Hello")).isEqualTo("Hi");

        assertThat(host.context.getRoutesSize()).isEqualTo(routes);
        assertThat(keysSeen).containsExactly("Bearer " + KameletHost.KEY);
    }

    @Test
    void isMadeAtTheFirstExchangeAndNotBefore() throws Exception {
        host.asking(KAMELET).start();
        assertThat(host.routes("openrouter-chat-completions")).isEmpty();

        host.answer("Hello");

        assertThat(host.routes("openrouter-chat-completions")).hasSize(1);
    }

    @Test
    void isMadeAlsoForAnExchangeThatComesWhileTheHostIsStarting() throws Exception {
        CountDownLatch onItsWay = new CountDownLatch(1);
        CompletableFuture<Exchange> answer = new CompletableFuture<>();
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:ask")
                                .process(exchange -> onItsWay.countDown())
                                .to("kamelet:" + KAMELET);
                    }
                })
                .with(whenTheLastRouteStarts(() -> {
                    answer.completeAsync(() -> host.ask("Hello"));
                    assertThat(onItsWay.await(20, TimeUnit.SECONDS)).isTrue();
                }))
                .start();

        assertThat(answer.get().getMessage().getBody()).isEqualTo("Hi");
    }

    @Test
    void saysWhyItCannotBeMadeByTheThreadThatStartsTheHost() throws Exception {
        List<Exchange> answers = new ArrayList<>();
        host.asking(KAMELET)
                .with(whenTheLastRouteStarts(() -> answers.add(host.ask("Hello"))))
                .start();

        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer.getException())
                        .hasMessageContaining("called by the thread that starts the application"));
        assertThat(host.answer("Hello again")).isEqualTo("Hi");
    }

    /** By this route a Kamelet knows that all of them have started. */
    @Test
    void startsTheRouteOfAnAttemptAsTheLastOne() throws Exception {
        host.with(new OpenRouterRoutes()).start();

        assertThat(host.context.getRoutes())
                .last()
                .extracting(Route::getRouteId)
                .isEqualTo("openrouter-attempt");
    }

    @Test
    void isTheOneThatIsNamed() throws Exception {
        ScriptedUpstream other = ScriptedUpstream.start(this::answer);
        try (KameletHost two = KameletHost.of(
                upstream.baseUrl(), "openrouter.b.api-key=sk-or-v1-b", "openrouter.b.base-url=" + other.baseUrl())) {
            two.asking(KAMELET + "&instance=b").start();

            two.answer("Hello");
            two.answer("Hello");

            assertThat(other.callCount()).isEqualTo(2);
            assertThat(upstream.callCount()).isZero();
            assertThat(keysSeen).containsExactly("Bearer sk-or-v1-b");
            assertThat(two.routes("openrouter-b-chat-completions")).hasSize(1);
        } finally {
            other.close();
        }
    }

    @Test
    void refusesANameBesideAKey() throws Exception {
        host.asking(KAMELET + "&instance=b&apiKey=sk-or-v1-x");

        assertThatThrownBy(host::start)
                .hasStackTraceContaining("The Kamelet property instance excludes apiKey and baseUrl")
                .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("sk-or-v1-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "kamelet1", "No"})
    void refusesANameThatNoGatewayCanHaveAtTheStart(String name) throws Exception {
        host.asking(KAMELET + "&instance=" + name);

        assertThatThrownBy(host::start).hasStackTraceContaining("The instance name \"" + name + "\"");
    }

    @Test
    void doesNotTakeAHostsPropertiesOfTheSameNameForItsOwn() throws Exception {
        try (KameletHost busy = KameletHost.of(
                upstream.baseUrl(), "instance=node7", "temperature=warm", "apiKey=other", "systemPrompt=no")) {
            busy.asking(KAMELET).start();

            assertThat(busy.answer("Hello")).isEqualTo("Hi");
            assertThat(upstream.awaitCall().text()).doesNotContain("system").doesNotContain("warm");
            assertThat(keysSeen).containsExactly("Bearer " + KameletHost.KEY);
        }
    }

    @Test
    void isTheUnnamedOneForAKameletWithItsKeyAndAddress() throws Exception {
        host.asking(KAMELET + "&apiKey=" + KameletHost.KEY).start();

        host.answer("Hello");

        assertThat(host.routes("openrouter-kamelet")).isEmpty();
        assertThat(host.routes("openrouter-chat-completions")).hasSize(1);
    }

    @Test
    void isSharedByAllKameletsOfAKeyAndNothingGrows() throws Exception {
        host.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        for (int step = 0; step < 10; step++) {
                            from("direct:step" + step)
                                    .to("kamelet:" + KAMELET + "&maxTokens=" + (step + 1) + "&apiKey=sk-or-v1-canary-"
                                            + step % 2);
                        }
                    }
                })
                .start();

        call(1_000);

        assertThat(host.routes("openrouter-chat-action")).hasSize(10);
        assertThat(host.routes("openrouter-kamelet"))
                .filteredOn(id -> id.endsWith("chat-completions"))
                .hasSize(2)
                .allMatch(id -> id.matches("openrouter-kamelet[0-9a-f]{10}-chat-completions"));
        assertThat(host.routes("openrouter-chat-completions")).isEmpty();
        assertThat(keysSeen).containsExactlyInAnyOrder("Bearer sk-or-v1-canary-0", "Bearer sk-or-v1-canary-1");

        assertThat(names()).isNotEmpty().noneMatch(name -> name.contains("canary"));

        List<Integer> sizes = sizes();
        call(1_000);
        assertThat(sizes()).isEqualTo(sizes);
    }

    /** Records of calls name the gateway: behind a restart its name must not be that of another key. */
    @Test
    void hasTheSameNameAfterARestartWhicheverIsCalledFirst() throws Exception {
        assertThat(namesOfGateways("one", "two"))
                .isEqualTo(namesOfGateways("two", "one"))
                .hasSize(2);
    }

    /** Of the keys, in the alphabet's order. */
    private Map<String, String> namesOfGateways(String... keysInOrderOfUse) throws Exception {
        Map<String, String> names = new TreeMap<>();
        try (KameletHost fresh = KameletHost.of(upstream.baseUrl())) {
            fresh.start();
            Set<String> before = new HashSet<>();
            for (String key : keysInOrderOfUse) {
                fresh.with(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:" + key).to("kamelet:" + KAMELET + "&apiKey=" + key);
                    }
                });
                assertThat(fresh.ask("direct:" + key, "Hello").getException()).isNull();
                List<String> made = fresh.routes("openrouter-kamelet").stream()
                        .filter(id -> id.endsWith("-chat-completions") && before.add(id))
                        .toList();
                assertThat(made).hasSize(1);
                names.put(key, made.get(0));
            }
        }
        return names;
    }

    @Test
    void showsItsKeyNowhere() throws Exception {
        try (LeakDetector log = LeakDetector.listenFor("canary");
                KameletHost secretive = KameletHost.of(
                        upstream.baseUrl(),
                        "camel.kamelet.openrouter-chat-action.api-key=sk-or-v1-canary-9",
                        "camel.kamelet.openrouter-chat-action.base-url=" + upstream.baseUrl())) {
            secretive.asking(KAMELET).start();
            secretive.answer("Hello");
            upstream.script(call -> call.answer(
                    401,
                    "application/json",
                    "{\"error\":{\"code\":401,\"message\":\"Wrong key: "
                            + call.headers().get("Authorization") + "\"}}"));
            Exception failure = secretive.ask("Hello").getException();

            assertThat(keysSeen).containsExactly("Bearer sk-or-v1-canary-9");
            assertThat(failure).hasMessageContaining("Wrong key: ").hasMessageNotContaining("canary");
            assertThat(((OpenRouterCallException) failure).getBody()).doesNotContain("canary");
            assertThat(secretive.routes("")).noneMatch(id -> id.contains("canary"));
            assertThat(secretive.context.getEndpoints())
                    .extracting(Endpoint::getEndpointUri)
                    .noneMatch(uri -> uri.contains("canary"));
            assertThat(names())
                    .anyMatch(name -> name.matches(".*openrouter-kamelet[0-9a-f]{10}-chat-completions.*"))
                    .noneMatch(name -> name.contains("canary"));
            // what Camel says of every Kamelet's properties at debug level is not ours to silence
            assertThat(log.leaks())
                    .filteredOn(line -> !line.matches("(DEBUG|TRACE) org\\.apache\\.camel.*"))
                    .isEmpty();
        }
    }

    private RouteBuilder whenTheLastRouteStarts(ThrowingRunnable action) {
        RoutePolicySupport policy = new RoutePolicySupport() {
            @Override
            public void onStart(Route route) {
                assertThat(host.context.getStatus()).isEqualTo(ServiceStatus.Starting);
                try {
                    action.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:last").startupOrder(100_000).routePolicy(policy).to("mock:last");
            }
        };
    }

    @FunctionalInterface
    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private void answer(ScriptedUpstream.Call call) throws IOException {
        keysSeen.add(call.headers().get("Authorization"));
        call.answer(200, "application/json", ANSWER);
    }

    private void call(int times) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            ProducerTemplate template = host.context.createProducerTemplate();
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                String endpoint = "direct:step" + i % 10;
                answers.add(threads.submit(() -> template.requestBody(endpoint, "Hello", String.class)));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("Hi");
            }
            template.stop();
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Integer> sizes() throws Exception {
        return List.of(
                host.context.getRoutesSize(),
                host.context.getEndpointRegistry().size(),
                names().size(),
                host.context.hasServices(Object.class).size());
    }

    private static Set<String> names() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:*"), null)
                .stream()
                .map(ObjectName::getCanonicalName)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
