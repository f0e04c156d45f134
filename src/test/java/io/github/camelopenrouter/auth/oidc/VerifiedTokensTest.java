/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.auth.oidc.VerifiedTokens.Verified;
import io.github.camelopenrouter.testing.ManualTime;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

    private static final Identity ADA = new Identity("ada", Set.of(), Set.of());

    private final Instant now = new ManualTime().instant();
    private final VerifiedTokens tokens = new VerifiedTokens();

    @Test
    void forgetsTheOldestOfTooMany() {
        for (int n = 0; n <= VerifiedTokens.MOST; n++) {
            tokens.remember("token-" + n, new Verified(ADA, now.plusSeconds(1), SigningKeys.NONE));
        }
        assertThat(tokens.size()).isEqualTo(VerifiedTokens.MOST);
        assertThat(tokens.find("token-0", SigningKeys.NONE, now)).isNull();
        assertThat(tokens.find("token-1", SigningKeys.NONE, now)).isEqualTo(ADA);
    }

    @Test
    void forgetsWhatHasExpiredOrWasVerifiedWithOtherKeys() {
        tokens.remember("short", new Verified(ADA, now.plusSeconds(1), SigningKeys.NONE));
        tokens.remember("other", new Verified(ADA, now.plusSeconds(60), SigningKeys.NONE));

        assertThat(tokens.find("short", SigningKeys.NONE, now.plusSeconds(1))).isNull();
        assertThat(tokens.find("other", SigningKeys.parse("{\"keys\":[]}".getBytes()), now))
                .isNull();
        assertThat(tokens.size()).isZero();
    }
}
