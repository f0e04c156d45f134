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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.request.RequestSettings;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.upstream.AppSettings;
import io.github.camelopenrouter.upstream.http.NetworkSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a value comes from, with a real environment: that of a child process. */
class PrecedenceTest {

    @TempDir
    Path directory;

    @Test
    void prefersTheEnvironmentToSystemPropertiesOverridesFilesAndInitialProperties() throws Exception {
        List<String> settings = settingsInChild(Map.of("OPENROUTER_APP_TITLE", "environment"), "system");

        assertThat(settings).containsExactly("environment", "5000", "4");
    }

    @Test
    void prefersSystemPropertiesToOverridesFilesAndInitialProperties() throws Exception {
        assertThat(settingsInChild(Map.of(), "system")).containsExactly("system", "5000", "4");
    }

    @Test
    void readsSettingsOfSeveralWordsFromTheEnvironment() throws Exception {
        assertThat(settingsInChild(Map.of("OPENROUTER_TIMEOUT_CONNECT", "7s"), "system"))
                .containsExactly("system", "7000", "4");
    }

    @Test
    void readsSettingsOfANamedInstanceFromTheEnvironment() throws Exception {
        Map<String, String> environment = Map.of("OPENROUTER_APP_TITLE", "unnamed", "OPENROUTER_B_APP_TITLE", "b");

        assertThat(settingsInChild("b", environment, "system")).startsWith("b");
        assertThat(settingsInChild("", environment, "system")).startsWith("unnamed");
    }

    @Test
    void takesAnEmptyVariableForNoneButForAnEmptyList() throws Exception {
        Map<String, String> environment = Map.of(
                "OPENROUTER_APP_TITLE", "", "OPENROUTER_TIMEOUT_CONNECT", "", "OPENROUTER_FILTERED_PARAMETERS", "");

        assertThat(settingsInChild(environment, "system")).containsExactly("camel-openrouter", "5000", "0");
    }

    @Test
    void takesAnEmptyListInAFileForAnEmptyList() throws IOException {
        CamelContext context = Given.context();
        Path file = Files.writeString(directory.resolve("empty.properties"), "openrouter.filtered-parameters=\n");
        context.getPropertiesComponent().setLocation("file:" + file);

        assertThat(RequestSettings.of(Settings.load(context, "")).filteredParameters())
                .isEmpty();
    }

    @Test
    void prefersOverridesToFilesAndFilesToInitialProperties() throws IOException {
        CamelContext context = Given.context();
        context.getPropertiesComponent().addInitialProperty("openrouter.app-title", "initial");
        assertThat(title(context)).isEqualTo("initial");

        context.getPropertiesComponent().setLocation("file:" + file());
        assertThat(title(context)).isEqualTo("file");

        context.getPropertiesComponent().addOverrideProperty("openrouter.app-title", "override");
        assertThat(title(context)).isEqualTo("override");
    }

    @Test
    void followsPlaceholdersInValues() {
        CamelContext context = Given.context("openrouter.app-title", "{{my.title}} 2", "my.title", "App");

        assertThat(title(context)).isEqualTo("App 2");
    }

    @Test
    void refusesAValueThatRefersToNothingInsteadOfUsingTheDefault() {
        CamelContext context = Given.context("openrouter.base-url", "{{env:NO_SUCH_VARIABLE}}");

        assertThatThrownBy(() -> title(context))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("openrouter.base-url holds a {{placeholder}} that cannot be resolved.");
    }

    @Test
    void refusesItInAContextThatIgnoresMissingPropertiesToo() {
        CamelContext context = Given.context("openrouter.base-url", "{{no.such.property}}");
        context.getPropertiesComponent().setIgnoreMissingProperty(true);

        assertThatThrownBy(() -> title(context))
                .hasMessage("openrouter.base-url holds a {{placeholder}} that cannot be resolved.");
    }

    private List<String> settingsInChild(Map<String, String> environment, String systemProperty) throws Exception {
        return settingsInChild("", environment, systemProperty);
    }

    private List<String> settingsInChild(String instance, Map<String, String> environment, String systemProperty)
            throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder child = new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dopenrouter.app-title=" + systemProperty,
                Child.class.getName(),
                file().toString(),
                instance);
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

    private Path file() throws IOException {
        return Files.writeString(directory.resolve("application.properties"), "openrouter.app-title=file\n");
    }

    private static String title(CamelContext context) {
        return AppSettings.of(Settings.load(context, "")).title();
    }

    /** Prints the settings as a process sees them that has them everywhere. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            CamelContext context = new DefaultCamelContext();
            context.getPropertiesComponent().setLocation("file:" + arguments[0]);
            context.getPropertiesComponent().addInitialProperty("openrouter.app-title", "initial");
            context.getPropertiesComponent().addOverrideProperty("openrouter.app-title", "override");
            Settings settings = Settings.load(context, arguments[1]);
            System.out.println("> " + AppSettings.of(settings).title());
            System.out.println(
                    "> " + NetworkSettings.of(settings).connectTimeout().toMillis());
            System.out.println(
                    "> " + RequestSettings.of(settings).filteredParameters().size());
        }
    }
}
