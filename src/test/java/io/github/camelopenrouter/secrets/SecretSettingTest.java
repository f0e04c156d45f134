/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.ApiKey;
import io.github.camelopenrouter.config.ApiKeyList;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.LogRecorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two keys from two sources, of which one or the other changes, is away or holds nonsense. */
class SecretSettingTest {

    private final Map<String, String> store = new HashMap<>(Map.of("/a", "canary-a", "/b", "canary-b"));
    private final List<List<ApiKey>> given = new ArrayList<>();
    private final SecretSetting<List<ApiKey>> setting = new SecretSetting<>(
            "openrouter.api-key",
            new ApiKeyList(Given.settings("openrouter.api-key", "a=file:/a*3,b=file:/b,c=canary-c")
                    .apiKeys()),
            Map.of("file", this::read),
            given::add);

    @Test
    void readsEachKeyFromItsSource() {
        setting.readFirst();

        assertThat(last())
                .containsExactly(
                        new ApiKey("a", "canary-a", 3), new ApiKey("b", "canary-b", 1), new ApiKey("c", "canary-c", 1));
    }

    @Test
    void cutsTheLineFeedAtTheEnd() {
        store.put("/a", "canary-a\r\n");

        setting.readFirst();

        assertThat(last().get(0).key()).isEqualTo("canary-a");
    }

    @Test
    void tellsItsUserOnlyWhatHasChanged() {
        setting.readFirst();
        setting.readAgain();
        assertThat(given).hasSize(1);

        store.put("/b", "canary-new");
        setting.readAgain();

        assertThat(given).hasSize(2);
        assertThat(last()).extracting(ApiKey::key).containsExactly("canary-a", "canary-new", "canary-c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " \n", "two canary", "canary-1\ncanary-2", "a=canary,b=canary", "schlüssel", "canary-b"})
    void sourceWithNonsenseStopsTheStart(String nonsense) {
        store.put("/a", nonsense);

        assertThatThrownBy(setting::readFirst)
                .isExactlyInstanceOf(SettingException.class)
                .hasMessageStartingWith("openrouter.api-key ")
                .hasMessageNotContainingAny("canary", "schl");
        assertThat(given).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two canary", "canary-c", "file:/b"})
    void sourceWithNonsenseKeepsItsLastKeyAndHoldsBackNoOther(String nonsense) {
        setting.readFirst();
        store.put("/a", nonsense);
        store.put("/b", "canary-new");
        try (LogRecorder log = LogRecorder.record()) {
            setting.readAgain();
            setting.readAgain();

            assertThat(last()).extracting(ApiKey::key).containsExactly("canary-a", "canary-new", "canary-c");
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(1);
            assertThat(log.lines().toString()).doesNotContain("canary");
        }
        assertThat(setting.problems()).hasSize(1);
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage().orElseThrow())
                .contains("openrouter.api-key")
                .doesNotContain("canary");
    }

    @Test
    void sourceThatIsAwayIsSaidOnceAndAgainWhenItIsBack() {
        setting.readFirst();
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        String before = store.remove("/a");
        try (LogRecorder log = LogRecorder.record()) {
            setting.readAgain();
            setting.readAgain();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("openrouter.api-key names the file \"/a\", which cannot be read. What it held last");
            assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health().getDetails()).containsEntry("the file \"/b\"", "read");

            store.put("/a", before);
            setting.readAgain();
            assertThat(log.lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("INFO")
                    .contains("can be used again");
        }
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(given).hasSize(1);
    }

    @Test
    void lineFeedMoreIsNoChange() {
        setting.readFirst();
        store.put("/a", "canary-a\n");

        setting.readAgain();

        assertThat(given).hasSize(1);
    }

    @Test
    void twoSourcesMayChangePlaces() {
        setting.readFirst();
        store.put("/a", "canary-b");
        store.put("/b", "canary-a");

        setting.readAgain();

        assertThat(last()).extracting(ApiKey::key).containsExactly("canary-b", "canary-a", "canary-c");
        assertThat(setting.problems()).isEmpty();
    }

    @Test
    void sourceOfAKindThatIsNotThereStopsTheStart() {
        SecretSetting<List<ApiKey>> elsewhere = new SecretSetting<>(
                "openrouter.api-key",
                new ApiKeyList(Given.settings("openrouter.api-key", "vault:secret/data/a#key")
                        .apiKeys()),
                Map.of("file", this::read),
                given::add);

        assertThatThrownBy(elsewhere::readFirst)
                .hasMessage("openrouter.api-key names the secret \"vault:secret/data/a#key\", but of such"
                        + " sources this gateway has only file.");
    }

    private HealthCheck.Result health() {
        return new SecretHealth("openrouter-secret-api-key", setting).call();
    }

    private List<ApiKey> last() {
        return given.get(given.size() - 1);
    }

    private String read(String name) throws IOException {
        String content = store.get(name);
        if (content == null) {
            throw new IOException("cannot be read");
        }
        return content;
    }
}
