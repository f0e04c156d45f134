/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.Credentials;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the clients whose keys the policy lists. A key is looked up by its hash: how long that takes tells nothing of the keys
 * that there are.
 */
final class PolicyKeys implements Authenticator {

    /** Where the hash of what a client has shown stands on its exchange: of a key that is rotated there are two. */
    static final String SHOWN = "CamelOpenRouterShownKey";

    /** Longer ones are refused unread: nobody shall make the gateway hash megabytes. */
    private static final int LONGEST_KEY = 512;

    private final Supplier<Policy> policy;
    private final Clock clock;

    PolicyKeys(Supplier<Policy> policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public @Nullable Principal authenticate(Credentials shown) {
        String key = shown.secret();
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return null;
        }
        String hash = Sha256.hex(key);
        PolicyKey known = policy.get().keyOf(hash);
        if (known == null || !known.isGoodAt(clock.instant(), hash)) {
            return null;
        }
        shown.note(SHOWN, hash);
        return known.principal();
    }
}
