/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import java.math.BigDecimal;

/**
 * A call that the sandbox has billed, as {@code GET /sandbox/billed} lists it.
 *
 * @param cost USD, exact; what OpenRouter takes, not what a vendor takes beside it from a key of one's own
 * @param key the label that {@code GET /v1/key} has for the key that pays
 * @param state how the call ended: {@code complete}, {@code cancelled} and so on
 */
public record BilledCall(String generationId, String model, BigDecimal cost, String key, String state) {}
