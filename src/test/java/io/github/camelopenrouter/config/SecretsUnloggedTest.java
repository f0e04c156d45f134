/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.LeakDetector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a key comes from, reading it leaves nothing in the log, at any level. */
class SecretsUnloggedTest {

    private static final String KEY = "sk-or-v1-canary";
    private static final String CLIENTS = "somebody=" + "00".repeat(28) + "badcafe0";

    @TempDir
    Path directory;

    @Test
    void readsTheEnvironmentWithoutLoggingIt() throws Exception {
        assertThat(keyAndLeaksInChild(
                        Map.of("OPENROUTER_API_KEY", KEY, "OPENROUTER_B_API_KEY", KEY + "-b"), "-Dx=y", ""))
                .containsExactly(KEY, KEY + "-b");
    }

    @Test
    void readsSystemPropertiesWithoutLoggingThem() throws Exception {
        assertThat(keyAndLeaksInChild(Map.of(), "-Dopenrouter.api-key=" + KEY, "openrouter.api-key=other-canary"))
                .containsExactly(KEY, "none");
    }

    @Test
    void readsAFileWithoutLoggingIt() throws Exception {
        assertThat(keyAndLeaksInChild(Map.of(), "-Dx=y", "openrouter.api-key=" + KEY))
                .containsExactly(KEY, "none");
    }

    @Test
    void readsOverridesBeforeInitialPropertiesWithoutLoggingThem() {
        CamelContext context = Given.context("openrouter.api-key", "other-canary");
        context.getPropertiesComponent().addInitialProperty("openrouter.api-key", "initial-canary");
        context.getPropertiesComponent().addOverrideProperty("openrouter.api-key", KEY);
        assertThat(silently("canary", context).apiKeys())
                .extracting(ApiKey::key)
                .containsExactly(KEY);
    }

    @Test
    void readsInitialPropertiesWithoutLoggingThem() {
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("openrouter.b.api-key", KEY);
        try (LeakDetector log = LeakDetector.listenFor("canary")) {
            assertThat(Settings.load(context, "b").apiKeys())
                    .extracting(ApiKey::key)
                    .containsExactly(KEY);
            assertThat(log.leaks()).isEmpty();
        }
    }

    @Test
    void readsSeveralKeysWithoutLoggingThem() {
        assertThat(silently("canary", Given.context("openrouter.api-key", "a=" + KEY + "*2,b=other-canary"))
                        .apiKeys())
                .hasSize(2);
    }

    @Test
    void readsTheHashesOfClientKeysWithoutLoggingThem() {
        assertThat(AuthSettings.of(silently("badcafe", Given.context("openrouter.auth.keys", CLIENTS)))
                        .keys()
                        .written())
                .hasSize(1);
    }

    @Test
    void followsPlaceholdersInSecretsAllTheSame() {
        CamelContext context = Given.context("openrouter.api-key", "{{my.key}}", "my.key", KEY);
        assertThat(Settings.load(context, "").apiKeys()).extracting(ApiKey::key).containsExactly(KEY);
    }

    private static Settings silently(String secret, CamelContext context) {
        try (LeakDetector log = LeakDetector.listenFor(secret)) {
            Settings settings = Settings.load(context, "");
            assertThat(log.leaks()).isEmpty();
            assertThat(log.heard()).isPositive();
            return settings;
        }
    }

    private List<String> keyAndLeaksInChild(Map<String, String> environment, String option, String file)
            throws Exception {
        Path properties = Files.writeString(directory.resolve("application.properties"), file + "\n");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                option,
                Child.class.getName(),
                properties.toString());
        child.environment().keySet().removeIf(name -> name.startsWith("OPENROUTER_"));
        child.environment().putAll(environment);
        Process process =
                child.redirectError(directory.resolve("errors").toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2))
                .toList();
    }

    /** Prints the keys of two instances, and every event that shows one. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            try (LeakDetector log = LeakDetector.listenFor("canary")) {
                CamelContext context = new DefaultCamelContext();
                context.getPropertiesComponent().setLocation("file:" + arguments[0]);
                Stream.concat(
                                Stream.of("", "b")
                                        .map(name -> Settings.load(context, name).apiKeys().stream()
                                                .map(ApiKey::key)
                                                .findFirst()
                                                .orElse("none")),
                                Stream.of(log).flatMap(detector -> detector.leaks().stream()))
                        .forEach(line -> System.out.println("> " + line));
            }
        }
    }
}
