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

import io.github.camelopenrouter.request.Reasoning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypesTest {

    private static final String DURATION_SENTENCE = "openrouter.x is \"%s\", but must be a duration from 10ms to 1h"
            + " (such as 500ms, 15s, 5m, 1h or 400d; a plain number is milliseconds).";

    @ParameterizedTest
    @CsvSource({"500ms,500", "15s,15000", "5m,300000", "1h,3600000", "250,250", "10ms,10", "2 S,2000", "' 1m ',60000"})
    void readsDurations(String text, long millis) {
        assertThat(parse(SettingTypes.duration("10ms", "1h"), text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9ms", "61m", "abc", "-1s", "1.5s", "5d", "s", "off", "0", "99999999999999999h"})
    void refusesDurationsThatAreWrongOrOutOfRange(String text) {
        assertRefused(SettingTypes.duration("10ms", "1h"), text, DURATION_SENTENCE.formatted(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF", "0"})
    void readsOffAsZeroWhereAllowed(String text) {
        assertThat(parse(SettingTypes.durationOrOff("10ms", "1h"), text)).isEqualTo(Duration.ZERO);
    }

    @Test
    void saysThatOffIsAllowedWhereItIs() {
        assertThat(parse(SettingTypes.durationOrOff("10ms", "1h"), "1s")).isEqualTo(Duration.ofSeconds(1));
        assertRefused(
                SettingTypes.durationOrOff("10ms", "1h"),
                "1ms",
                DURATION_SENTENCE.formatted("1ms").replace("must be a", "must be off or a"));
    }

    @ParameterizedTest
    @CsvSource({
        "1024,1024",
        "1KB,1024",
        "64KiB,65536",
        "20MB,20971520",
        "20 mib,20971520",
        "2000B,2000",
        "1GB,1073741824"
    })
    void readsSizesWithKilobytesOf1024(String text, long bytes) {
        assertThat(parse(SettingTypes.size("1KB", "2147483647"), text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1023", "2GB", "20M", "1.5MB", "-1", "MB", "9999999999GB"})
    void refusesSizesThatAreWrongOrOutOfRange(String text) {
        assertRefused(
                SettingTypes.size("1KB", "2147483647"),
                text,
                "openrouter.x is \"" + text + "\", but must be a size from 1KB to 2147483647"
                        + " (plain bytes, or with KB, MB or GB, where 1KB is 1024 bytes).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "x", "1.0", "99999999999999999999"})
    void refusesNumbersThatAreWrongOrOutOfRange(String text) {
        assertThat(parse(SettingTypes.number(1, 10), "10")).isEqualTo(10);
        assertRefused(
                SettingTypes.number(1, 10),
                text,
                "openrouter.x is \"" + text + "\", but must be a whole number from 1 to 10.");
    }

    @Test
    void readsFlagsInAnyCaseAndNothingElse() {
        assertThat(parse(SettingTypes.flag(), "True")).isTrue();
        assertThat(parse(SettingTypes.flag(), "false")).isFalse();
        assertRefused(SettingTypes.flag(), "yes", "openrouter.x is \"yes\", but must be true or false.");
    }

    @Test
    void readsWordsOfAnEnumeration() {
        assertThat(parse(SettingTypes.word(Reasoning.class), "Native")).isEqualTo(Reasoning.NATIVE);
        assertRefused(
                SettingTypes.word(Reasoning.class),
                "object",
                "openrouter.x is \"object\", but must be effort or native.");
    }

    @Test
    void readsNamesInOrder() {
        assertThat(parse(SettingTypes.names(), "b, a,b")).containsExactly("b", "a");
        assertRefused(
                SettingTypes.names(), "a,,b", "openrouter.x is \"a,,b\", but must be a comma-separated list of names.");
    }

    @Test
    void readsMapsOfLists() {
        assertThat(parse(SettingTypes.nameListMap(), "a>b;c>d|e"))
                .containsExactly(Map.entry("a", List.of("b")), Map.entry("c", List.of("d", "e")));
        assertRefused(
                SettingTypes.nameListMap(),
                "a>b|",
                "openrouter.x is \"a>b|\", but must be a list such as a>b;c>d|e, each name on the left once.");
    }

    @Test
    void refusesTextThatIsNotOneAsciiLine() {
        assertThat(parse(SettingTypes.text(), "My app (test)")).isEqualTo("My app (test)");
        assertRefused(
                SettingTypes.text(),
                "a\r\nb: c",
                "openrouter.x is \"a??b: c\", but must be printable ASCII text on one line.");
    }

    @Test
    void hidesAKeyThatWasPastedWhereNoneBelongs() {
        assertRefused(
                SettingTypes.flag(),
                "Bearer sk-or-v1-0123",
                "openrouter.x is \"Bearer sk-***\", but must be true or false.");
    }

    @Test
    void cutsLongValues() {
        assertThatThrownBy(() -> parse(SettingTypes.flag(), "x".repeat(1000)))
                .hasMessage("openrouter.x is \"" + "x".repeat(100) + "…\", but must be true or false.");
    }

    @Test
    void takesAnEmptyTextForNoneUnlessTheKindSaysOtherwise() {
        assertThat(setting(SettingTypes.flag()).parse("openrouter.x", "  ")).isEmpty();
        assertThat(setting(SettingTypes.names()).parse("openrouter.x", "  ")).hasValue(Set.of());
    }

    private static <T> void assertRefused(SettingType<T> kind, String text, String sentence) {
        assertThatThrownBy(() -> parse(kind, text))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }

    private static <T> T parse(SettingType<T> kind, String text) {
        return setting(kind).parse("openrouter.x", text).orElseThrow();
    }

    private static <T> Setting<T> setting(SettingType<T> kind) {
        return new Section().optional("x", kind, "none", "A test's setting.");
    }
}
