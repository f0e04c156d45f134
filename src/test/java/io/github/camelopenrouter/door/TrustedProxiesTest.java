/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of {@code X-Forwarded-For} only what proxies of ours have added counts. */
class TrustedProxiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 10.0.0.1 | 192.0.2.7 | 10.0.0.1",
                "10.0.0.0/8 | 10.0.0.1 | '' | 10.0.0.1",
                "10.0.0.0/8 | 10.0.0.1 | 192.0.2.7 | 192.0.2.7",
                "10.0.0.0/8 | 192.0.2.9 | 192.0.2.7 | 192.0.2.9",
                "10.0.0.0/8 | 10.0.0.1 | 127.0.0.1, 192.0.2.7 | 192.0.2.7",
                "10.0.0.0/8 | 10.0.0.1 | 192.0.2.7, 10.9.9.9 | 192.0.2.7",
                "10.0.0.0/8 | 10.0.0.1 | 10.1.1.1, 10.9.9.9 | 10.1.1.1",
                "10.0.0.1 | 10.0.0.1 | 192.0.2.7, 10.0.0.2 | 10.0.0.2",
                "10.0.0.0/8 | 10.0.0.1 | 192.0.2.7:4711 | 192.0.2.7",
                "10.0.0.0/8 | 10.0.0.1 | [2001:db8::1]:443 | 2001:db8::1",
                "fd00::/8 | fd00::1 | 2001:db8::1 | 2001:db8::1",
                "10.0.0.0/8,fd00::/8 | fd00::1 | 192.0.2.7 | 192.0.2.7",
                "10.0.0.0/8 | 10.0.0.1 | evil.example | 10.0.0.1",
                "10.0.0.0/8 | 10.0.0.1 | 192.0.2.7, | 10.0.0.1"
            })
    void findsTheClient(String trusted, String peer, String forwarded, String client) {
        assertThat(TrustedProxies.parse(trusted)
                        .clientOf(peer, forwarded.isEmpty() ? List.of() : Arrays.asList(forwarded)))
                .isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "proxy.example", "10.0.0.0/8,,", "fd00::/129", "/8"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> TrustedProxies.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
