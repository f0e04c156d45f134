/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.standalone.StandaloneDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditSettingsTest {

    @TempDir
    private Path data;

    @Test
    void callsGoOnUnlessSomebodyWantsThemRefused() throws IOException {
        assertThat(read("calls", null).full()).isEqualTo(AuditSettings.Full.ALLOW);
        assertThat(read("calls", "refuse").full()).isEqualTo(AuditSettings.Full.REFUSE);
        assertThat(read("changes", "allow").mode()).isEqualTo(AuditSettings.Mode.CHANGES);
    }

    @Test
    void callsThatNobodyWritesDownCannotBeRefusedForThat() {
        assertThatThrownBy(() -> read("changes", "refuse"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("set openrouter.audit=calls, or remove openrouter.audit.full");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audit=off;audit.anchor=file:x;data-dir=d | openrouter.audit.anchor is set, but nothing is written down: set openrouter.audit=changes, or remove it.",
                "audit.key-file=x;data-dir=d | openrouter.audit.key-file is set, but nothing is written down: set openrouter.audit=changes, or remove it.",
                "audit=off;audit.full=allow | openrouter.audit.full is set, but nothing is written down: set openrouter.audit=changes, or remove it.",
                "audit=changes | openrouter.audit is set, but nothing is written down: set openrouter.data-dir, or remove it.",
                "audit=calls;data-dir= | openrouter.audit is set, but nothing is written down: set openrouter.data-dir, or remove it.",
                "audit=changes;audit.key-file=x;data-dir=d | openrouter.audit.key-file is set, but not openrouter.audit.anchor, which it signs: set it, too, or remove openrouter.audit.key-file."
            })
    void whatNobodyWouldDoIsRefused(String settings, String sentence) throws IOException {
        try (DefaultCamelContext context = context(settings.split(";"))) {
            assertThat(AuditSettings.areGiven(context, none(context))).isTrue();
            assertThatThrownBy(() -> AuditSettings.of(context))
                    .isInstanceOf(SettingException.class)
                    .hasMessage(sentence);
        }
    }

    @Test
    void whatTheStandaloneStartTakesForGrantedIsNoDemand() throws IOException {
        try (DefaultCamelContext context = context("data-dir=")) {
            StandaloneDefaults.addTo(context);
            assertThat(AuditSettings.areGiven(context, none(context))).isFalse();
        }
        try (DefaultCamelContext context = context("audit=off", "data-dir=d")) {
            assertThat(AuditSettings.areGiven(context, none(context))).isFalse();
        }
    }

    /** {@code printf %s <key> | openssl dgst -sha256 -mac HMAC -macopt hexkey:…} has the bytes, whatever they spell. */
    @Test
    void aKeyIsTheBytesOfItsFileWithoutALineBreakAtTheEnd() throws IOException {
        byte[] key = new byte[33];
        Arrays.fill(key, (byte) 0xff);
        key[0] = ' ';
        String expected = new AnchorKey(key).sign("x");
        for (String end : List.of("", "\n", "\r\n")) {
            Path file = data.resolve("key");
            Files.write(file, key);
            Files.writeString(file, end, StandardOpenOption.APPEND);
            try (DefaultCamelContext context = context("audit.key-file=" + file)) {
                assertThat(AuditSettings.key(context).orElseThrow().sign("x")).isEqualTo(expected);
            }
        }
    }

    @Test
    void aShortKeyIsRefused() throws IOException {
        Path file = Files.writeString(data.resolve("key"), "k".repeat(31) + "\n");
        try (DefaultCamelContext context = context("audit.key-file=" + file)) {
            assertThatThrownBy(() -> AuditSettings.key(context)).hasMessageContaining("a key of 32 bytes or more");
        }
    }

    private static Settings none(DefaultCamelContext context) {
        return Settings.loadOnly(context, InstanceName.UNNAMED);
    }

    /** As somebody has set them who starts the process. */
    private static DefaultCamelContext context(String... settings) {
        DefaultCamelContext context = new DefaultCamelContext();
        Properties properties = new Properties();
        Stream.of(settings)
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> properties.put("openrouter." + setting[0], setting[1]));
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.build();
        return context;
    }

    private AuditSettings read(String audit, String full) throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.put("openrouter.data-dir", data.toString());
            properties.put("openrouter.audit", audit);
            if (full != null) {
                properties.put("openrouter.audit.full", full);
            }
            context.getPropertiesComponent().setInitialProperties(properties);
            context.build();
            return AuditSettings.of(context);
        }
    }
}
