/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Given;
import org.junit.jupiter.api.Test;

class RequestSettingsTest {

    @Test
    void simplifiesRequestsAsTheGuideDoesByDefault() {
        RequestSettings settings = RequestSettings.of(Given.settings());

        assertThat(settings.reasoning()).isEqualTo(Reasoning.EFFORT);
        assertThat(settings.cacheControl()).isEqualTo(CacheControl.STRIP);
        assertThat(settings.filteredParameters())
                .containsExactly("prompt_cache_key", "verbosity", "store", "service_tier");
    }

    @Test
    void keepsRequestsAsTheyAreWithNativeCompatibility() {
        RequestSettings settings = RequestSettings.of(Given.settings("openrouter.compatibility", "native"));

        assertThat(settings.reasoning()).isEqualTo(Reasoning.NATIVE);
        assertThat(settings.cacheControl()).isEqualTo(CacheControl.KEEP);
        assertThat(settings.filteredParameters()).isEmpty();
    }

    @Test
    void letsSingleSettingsDifferFromNativeCompatibility() {
        RequestSettings settings = RequestSettings.of(Given.settings(
                "openrouter.compatibility", "native",
                "openrouter.reasoning", "effort",
                "openrouter.cache-control", "strip",
                "openrouter.filtered-parameters", "store, user"));

        assertThat(settings.reasoning()).isEqualTo(Reasoning.EFFORT);
        assertThat(settings.cacheControl()).isEqualTo(CacheControl.STRIP);
        assertThat(settings.filteredParameters()).containsExactly("store", "user");
    }

    @Test
    void letsSingleSettingsDifferFromGuideCompatibility() {
        RequestSettings settings = RequestSettings.of(Given.settings(
                "openrouter.reasoning", "native",
                "openrouter.cache-control", "keep",
                "openrouter.filtered-parameters", ""));

        assertThat(settings.reasoning()).isEqualTo(Reasoning.NATIVE);
        assertThat(settings.cacheControl()).isEqualTo(CacheControl.KEEP);
        assertThat(settings.filteredParameters()).isEmpty();
    }
}
