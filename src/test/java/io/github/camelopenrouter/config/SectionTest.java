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

import io.github.camelopenrouter.testing.Given;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A section that nobody else knows of: to declare its settings is all that they need. */
class SectionTest {

    private enum Tea {
        GREEN,
        BLACK
    }

    private static final Section SECTION = new Section();
    private static final Setting<Tea> LEAVES = SECTION.setting(
            "tea.leaves", SettingTypes.word(Tea.class), "green", "Which leaves are taken for a pot of tea.");
    private static final Setting<Duration> STEEP = SECTION.setting(
            "tea.steep",
            SettingTypes.duration("1s", "1h"),
            "2m",
            LEAVES.when(Tea.BLACK, "4m"),
            "How long the leaves stay in the water.");
    private static final Setting<Set<String>> WITH = SECTION.setting(
            "tea.with",
            SettingTypes.names(),
            "nothing",
            LEAVES.when(Tea.BLACK, ""),
            "What comes to the table beside the pot.");
    private static final Setting<String> POT =
            SECTION.optional("tea.pot", SettingTypes.text(), "The name that is written on the pot.");

    private static final SettingsCatalog CATALOG = SettingsCatalog.of(List.of(SECTION));

    @Test
    void standsInTheTable() {
        assertThat(SettingsTable.markdown(CATALOG).lines().skip(2))
                .containsExactly(
                        "| `openrouter.tea.leaves` | `OPENROUTER_TEA_LEAVES` | `green` |"
                                + " Which leaves are taken for a pot of tea. Allowed: green or black. |",
                        "| `openrouter.tea.steep` | `OPENROUTER_TEA_STEEP` | 2m; 4m with tea.leaves=black |"
                                + " How long the leaves stay in the water. Allowed: a duration from 1s to 1h. |",
                        "| `openrouter.tea.with` | `OPENROUTER_TEA_WITH` | nothing; empty with tea.leaves=black |"
                                + " What comes to the table beside the pot. Allowed: a comma-separated list of names. |",
                        "| `openrouter.tea.pot` | `OPENROUTER_TEA_POT` | none |"
                                + " The name that is written on the pot. Allowed: printable ASCII text on one line. |");
    }

    @Test
    void isKnownByItsPropertiesAndVariablesAndThoseOfNamedInstances() {
        UnknownSettings unknown = new UnknownSettings(CATALOG);

        assertThat(unknown.inProperties(Given.context("openrouter.tea.pot", "x", "openrouter.b.tea.pot", "x")))
                .isEmpty();
        assertThat(unknown.inProperties(Given.context("openrouter.b.tea.pto", "x")))
                .containsExactly("Unknown setting openrouter.b.tea.pto: did you mean openrouter.b.tea.pot?");
        assertThat(unknown.inEnvironment(Map.of("OPENROUTER_TEA_POT", "x", "OPENROUTER_B_TEA_POT", "x")))
                .isEmpty();
        assertThat(unknown.inEnvironment(Map.of("OPENROUTER_TEA_POTT", "x")))
                .hasValue("Unknown settings in the environment are ignored:"
                        + " OPENROUTER_TEA_POTT (did you mean OPENROUTER_TEA_POT?).");
    }

    @Test
    void isReadForEachInstanceAndElseHasItsDefaults() {
        Settings unnamed = read("", "openrouter.tea.pot", "one", "openrouter.tea.steep", "3m");
        Settings named = read("b", "openrouter.tea.pot", "one", "openrouter.b.tea.steep", "5m");

        assertThat(unnamed.find(POT)).hasValue("one");
        assertThat(unnamed.get(STEEP)).isEqualTo(Duration.ofMinutes(3));
        assertThat(named.find(POT)).isEmpty();
        assertThat(named.get(POT, "two")).isEqualTo("two");
        assertThat(named.get(STEEP)).isEqualTo(Duration.ofMinutes(5));
        assertThat(named.get(LEAVES)).isEqualTo(Tea.GREEN);
    }

    @Test
    void hasOtherDefaultsWhereAnotherSettingSaysSo() {
        Settings green = read("");
        Settings black = read("", "openrouter.tea.leaves", "black");

        assertThat(green.get(STEEP)).isEqualTo(Duration.ofMinutes(2));
        assertThat(green.get(WITH)).containsExactly("nothing");
        assertThat(black.get(STEEP)).isEqualTo(Duration.ofMinutes(4));
        assertThat(black.get(WITH)).isEmpty();
    }

    @Test
    void refusesWhatIsOutOfItsRange() {
        assertThatThrownBy(() -> read("b", "openrouter.b.tea.steep", "2h"))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessageStartingWith("openrouter.b.tea.steep is \"2h\", but must be a duration from 1s to 1h");
    }

    @Test
    void isMissedWhereTheFileThatNamesSectionsIsGone() {
        assertThatThrownBy(() -> SettingsCatalog.of(List.of()))
                .hasMessageStartingWith("META-INF/services/io.github.camelopenrouter.config.Sections is missing");
    }

    private static Settings read(String instance, String... keysAndValues) {
        return Settings.load(CATALOG, Given.context(keysAndValues), InstanceName.of(instance));
    }
}
