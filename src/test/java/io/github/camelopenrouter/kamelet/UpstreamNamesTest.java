/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.config.ApiKey;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamNamesTest {

    private static final Upstream ONE = upstream("https://one.example", new ApiKey("default", "secret", 1));

    /** It stands in journals of years ago. */
    @Test
    void neverChangesAName() {
        assertThat(new UpstreamNames().of(ONE).value()).isEqualTo("kamelet55394a6e38");
    }

    static List<Upstream> others() {
        return List.of(
                upstream("https://two.example", new ApiKey("default", "secret", 1)),
                upstream("https://one.example", new ApiKey("default", "secret2", 1)),
                upstream("https://one.example", new ApiKey("other", "secret", 1)),
                upstream("https://one.example", new ApiKey("defaul", "tsecret", 1)),
                upstream("https://one.example", new ApiKey("default", "secret", 2)),
                upstream("https://one.example", new ApiKey("default", "secret", 1), new ApiKey("b", "secret", 1)),
                upstream("https://one.example"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void hasOneNameForEachUpstream(Upstream other) {
        UpstreamNames names = new UpstreamNames();

        assertThat(names.of(other)).isNotEqualTo(names.of(ONE)).isEqualTo(names.of(other));
    }

    @Test
    void tellsUpstreamsApartWhoseNamesWouldBeTheSame() {
        UpstreamNames names = new UpstreamNames(upstream -> "0123456789" + (upstream.equals(ONE) ? "a1" : "a2"));
        Upstream other = others().get(0);

        assertThat(names.of(ONE).value()).isEqualTo("kamelet0123456789");
        assertThat(names.of(other).value()).isEqualTo("kamelet0123456789a");
        assertThat(names.of(others().get(1)).value()).isEqualTo("kamelet0123456789a2");
        assertThat(names.of(ONE).value()).isEqualTo("kamelet0123456789");
    }

    private static Upstream upstream(String url, ApiKey... keys) {
        return new Upstream(List.of(keys), URI.create(url));
    }
}
