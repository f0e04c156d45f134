/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sandbox has invented does not get among the calls of a company, whatever stands in its properties. */
class SandboxStoreTest {

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({
        "true, jdbc:postgresql://db/company, h2, true",
        "true, jdbc:h2:/var/company/usage, h2, true",
        "true, h2, h2, false",
        "true, off, none, false",
        "false, jdbc:postgresql://db/company, jdbc:postgresql://db/company, false"
    })
    void hasAStoreOfItsOwn(String sandbox, String url, String used, boolean isKeptFrom) throws Exception {
        Properties properties = new Properties();
        properties.put("openrouter.sandbox", sandbox);
        properties.put("openrouter.data-dir", data.toString());
        properties.put("openrouter.store.url", url);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(properties);
            context.build();

            Optional<StoreSettings> settings = StoreSettings.of(context);

            assertThat(settings.map(StoreSettings::url).map(StoreUrl::text).orElse("none"))
                    .isEqualTo(used);
            assertThat(StoreSettings.isKeptFromSandbox(context)).isEqualTo(isKeptFrom);
        }
    }
}
