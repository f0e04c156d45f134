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

import io.github.camelopenrouter.body.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreRemovalTest {

    private final StoreRemoval rule = new StoreRemoval();

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "\"false\"", "0", "{}", "[]"})
    void removesWhatOpenRouterRefuses(String store) {
        assertThat(Requests.sent("{\"a\":1,\"store\":" + store + "}", rule)).isEqualTo("{\"a\":1}");
    }

    @Test
    void keepsFalse() {
        assertThat(Requests.sent("{\"store\":false}", rule)).isEqualTo("{\"store\":false}");
    }

    @Test
    void leavesABodyWithoutItAlone() {
        assertThat(Requests.sent("{\"metadata\":{\"store\":true}}", rule)).isEqualTo("{\"metadata\":{\"store\":true}}");
    }
}
