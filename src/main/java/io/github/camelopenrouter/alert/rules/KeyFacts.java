/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What OpenRouter says of one of our keys (source: OpenRouter's API reference, {@code GET /key}).
 *
 * @param subject the key's label
 * @param limit in US dollars; null where it has none
 * @param remaining of the limit
 * @param expires null for never
 */
record KeyFacts(
        String subject,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal remaining,
        @Nullable Instant expires) {}
