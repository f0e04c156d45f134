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
import io.github.camelopenrouter.spi.AlertRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An OpenRouter key expires soon. */
final class KeyExpiresRule implements AlertRule {

    private final Background<List<KeyFacts>> keys;
    private final Duration before;

    KeyExpiresRule(Background<List<KeyFacts>> keys, Duration before) {
        this.keys = keys;
        this.before = before;
    }

    @Override
    public String name() {
        return "key-expires";
    }

    @Override
    public List<AlertFinding> look(Instant now) throws Exception {
        List<AlertFinding> found = new ArrayList<>();
        for (KeyFacts key : keys.last(now)) {
            Instant expires = key.expires();
            if (expires != null && !expires.minus(before).isAfter(now)) {
                found.add(new AlertFinding(
                        key.subject(),
                        expires.toString(),
                        before.toDays() > 0 ? before.toDays() + " days" : before.toMinutes() + " minutes",
                        "The OpenRouter key " + key.subject() + " expires at " + expires + "."));
            }
        }
        return found;
    }
}
