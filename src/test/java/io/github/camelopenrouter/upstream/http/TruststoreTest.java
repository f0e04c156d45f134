/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruststoreTest {

    private static final String KEY = "openrouter.truststore";

    @TempDir
    private Path directory;

    @Test
    void readsEveryAuthorityOfTheFile() throws Exception {
        String authority = Files.readString(TestCertificates.create(directory).authority());
        Path two = Files.writeString(directory.resolve("two.pem"), authority + "# another\n" + authority);

        assertThat(NetworkSettings.of(Given.settings(KEY, two.toString())).authorities())
                .hasSize(2);
    }

    @Test
    void addsNobodyByDefault() {
        assertThat(NetworkSettings.of(Given.settings()).authorities()).isEmpty();
    }

    @Test
    void saysThatTheFileCannotBeRead() {
        Path missing = directory.resolve("missing.pem");

        assertThatThrownBy(() -> NetworkSettings.of(Given.settings(KEY, missing.toString()))
                        .authorities())
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(KEY + " names the file \"" + missing + "\", which cannot be read.");
    }
}
