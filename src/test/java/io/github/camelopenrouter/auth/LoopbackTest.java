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
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.1.1",
                "127.255.255.254",
                "localhost",
                "LOCALHOST",
                " localhost ",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1"
            })
    void isWhatOnlyThisMachineReaches(String host) {
        assertThat(Loopback.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "0.0.0.0",
                "0",
                "::",
                "[::]",
                "192.0.2.1",
                "10.0.0.1",
                "::ffff:0.0.0.0",
                "fe80::1",
                "127.0.0.1.invalid",
                "localhost.invalid",
                "127.0.0.256",
                "nowhere.invalid"
            })
    void isNothingElse(String host) {
        assertThat(Loopback.isLoopback(host)).isFalse();
    }
}
