/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingsCatalog;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.testing.Given;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

/** The features that come with the gateway. */
class FeaturesTest {

    private final CamelContext context = Given.context();

    @Test
    void haveNamesOfTheirOwnAndSettingsThatTheDocumentsTell() {
        List<Feature> ours = Features.OURS.stream()
                .map(feature -> feature.load(context, Given.settings()))
                .toList();

        assertThat(ours).extracting(Feature::name).doesNotHaveDuplicates().contains("secrets", "sandbox");
        assertThat(ours)
                .allSatisfy(
                        feature -> assertThat(SettingsCatalog.all().settings()).containsAll(feature.settings()));
    }

    @Test
    void areThereOnlyWhereTheyAreAskedFor() {
        assertThat(Features.of(context, Given.settings()))
                .extracting(Feature::name)
                .containsExactly("secrets");
        assertThat(Features.of(context, Given.settings("openrouter.sandbox", "true")))
                .extracting(Feature::name)
                .containsExactly("sandbox", "secrets");
    }

    @Test
    void missingLibraryIsNamedWithWhatAsksForIt() {
        OurFeature metrics = new OurFeature(
                "metrics.MetricsFeature",
                (context, settings) -> true,
                new OurFeature.Library("metrics=true", "A library", "no.such.Type", "no.such:artifact"));

        assertThatThrownBy(() -> metrics.load(context, Given.settings()))
                .hasMessage("openrouter.metrics=true needs A library, which is not on the class path: add"
                        + " no.such:artifact.");
    }
}
