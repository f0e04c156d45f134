/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminPathsTest {

    @ParameterizedTest
    @CsvSource({
        "/admin, false, true",
        "/admin, true, true",
        "/admin/v1/breakers, false, true",
        "/admin/{what}, false, true",
        "admin/v1, false, true",
        "//admin/v1, false, true",
        "/ui, true, true",
        "/ui/index.html, false, true",
        "/, true, true",
        "/adm, true, true",
        "/adm*, false, true",
        "/{anything}, false, true",
        "/a{rest}/v1, false, true",
        "/*, false, true",
        "/, false, false",
        "/administration, false, false",
        "/administration, true, false",
        "/adm/in, true, false",
        "/mine/admin, true, false",
        "/b{rest}, true, false",
        "/v1/chat/completions, false, false"
    })
    void countWhatCouldBeCalledByOne(String path, boolean prefix, boolean may) {
        assertThat(AdminPaths.mayBeTakenBy(path, prefix)).isEqualTo(may);
    }
}
