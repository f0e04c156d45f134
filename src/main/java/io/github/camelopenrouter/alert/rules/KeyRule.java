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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks at each OpenRouter key, as OpenRouter has described it last. */
abstract class KeyRule implements AlertRule {

    private final String name;
    private final Background<List<KeyFacts>> keys;

    KeyRule(String name, Background<List<KeyFacts>> keys) {
        this.name = name;
        this.keys = keys;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public List<AlertFinding> look(Instant now) throws Exception {
        return keys.last(now).stream()
                .map(key -> lookAt(key, now))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What is wrong with it; null if nothing is. */
    abstract @Nullable AlertFinding lookAt(KeyFacts key, Instant now);
}
