/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.CallRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenamedUserTest {

    private static final String WORD = "person:0123";
    private static final String LINE =
            "{\"schema\":\"camel-openrouter/usage/1\",\"client\":{\"key\":\"ann\",\"user\":\"%s\"},"
                    + "\"tags\":{\"user\":\"ann\"},\"ms\":{\"queued\":0.040,\"total\":1.100}}\n";

    @Test
    void nothingButTheUserChanges() {
        assertThat(renamed("ann", LINE.formatted("ann"))).isEqualTo(LINE.formatted(WORD));
        assertThat(renamed("ann", "{\"client\":{\"user\":\"ann\"}}"))
                .isEqualTo("{\"client\":{\"user\":\"" + WORD + "\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client\":{\"user\":\"anna\"}}",
                "{\"client\":{\"team\":\"ann\",\"key\":\"ann\"},\"tags\":{\"user\":\"ann\"}}",
                "{\"other\":{\"client\":{\"user\":\"ann\"}}}",
                "{\"request_id\":\"\\\"client\\\":{\\\"user\\\":\\\"ann\\\"}\"}",
                "{\"client\":\"ann\"}",
                "[\"ann\"]",
                "{\"client\":{\"user\":\"ann",
                "\"ann\"",
                ""
            })
    void whatIsNotTheUsersStaysTheSameArray(String line) {
        byte[] bytes = line.getBytes(UTF_8);

        assertThat(new RenamedUser("ann", WORD).in(bytes)).isSameAs(bytes);
    }

    /** As the journal writes them, escapes and all. */
    @ParameterizedTest
    @ValueSource(
            strings = {"ann", "ann@example.org", "ann \"the\\best\"\n\u0001", "Ünsal ❤ 😀", "half \ud800", "a\u0000b"})
    void aNameIsFoundWhateverIsInIt(String name) {
        byte[] line = RecordLine.of(of(name), "one");

        byte[] renamed = new RenamedUser(name, WORD).in(line);

        assertThat(new String(renamed, UTF_8)).isEqualTo(new String(RecordLine.of(of(WORD), "one"), UTF_8));
        assertThat(new RenamedUser(WORD, name).in(renamed)).isEqualTo(line);
    }

    @Test
    void aLongNameIsFoundAsItIsCut() {
        String name = "n".repeat(300) + "@example.org";

        assertThat(new String(new RenamedUser(name, WORD).in(RecordLine.of(of(name), "one")), UTF_8))
                .contains("\"user\":\"" + WORD + '"');
    }

    private static String renamed(String name, String line) {
        return new String(new RenamedUser(name, WORD).in(line.getBytes(UTF_8)), UTF_8);
    }

    private static CallRecord of(String user) {
        return Records.by(new CallRecord.Client("ci", null, user, null), Map.of("project", "a"));
    }
}
