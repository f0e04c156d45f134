/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.AlertFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An OpenRouter key expires soon. */
final class KeyExpiresRule extends KeyRule {

    private final Duration before;

    KeyExpiresRule(Background<List<KeyFacts>> keys, Duration before) {
        super("key-expires", keys);
        this.before = before;
    }

    @Override
    @Nullable
    AlertFinding lookAt(KeyFacts key, Instant now) {
        Instant expires = key.expires();
        return expires == null || expires.minus(before).isAfter(now)
                ? null
                : new AlertFinding(
                        key.subject(),
                        expires.toString(),
                        before.toDays() > 0 ? before.toDays() + " days" : before.toMinutes() + " minutes",
                        "The OpenRouter key " + key.subject() + " expires at " + expires + ".");
    }
}
