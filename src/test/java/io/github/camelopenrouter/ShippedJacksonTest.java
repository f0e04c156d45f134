/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.json.PackageVersion;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Maven lets the nearest dependency choose a version, a test's too; Jackson's parts must fit together. */
class ShippedJacksonTest {

    @Test
    void annotationsAreOfTheSameReleaseAsTheCore() throws Exception {
        Version core = PackageVersion.VERSION;
        Path annotations = Path.of(JsonProperty.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        assertThat(annotations.getFileName())
                .hasToString("jackson-annotations-" + core.getMajorVersion() + "." + core.getMinorVersion() + ".jar");
    }
}
