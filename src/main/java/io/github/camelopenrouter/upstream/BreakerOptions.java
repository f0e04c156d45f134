/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import java.time.Duration;

/**
 * When a vendor is left alone.
 *
 * @param enabled whether calls are counted at all ({@code openrouter.circuit-breaker.enabled})
 * @param failureRate the percentage of failures that opens the breaker ({@code openrouter.circuit-breaker.failure-rate})
 * @param window how many calls are looked at ({@code openrouter.circuit-breaker.window})
 * @param minimumCalls how many there must be ({@code openrouter.circuit-breaker.minimum-calls})
 * @param openWait how long an open breaker stays open ({@code openrouter.circuit-breaker.wait})
 * @param halfOpenCalls how many calls then probe whether the vendor is back ({@code
 *     openrouter.circuit-breaker.half-open-calls})
 * @param settle how long content has to flow until a stream counts as a success ({@code
 *     openrouter.circuit-breaker.settle})
 * @param probePatience how long such a probe may show nothing before as many others may begin
 * @param maxVendors how many vendors are remembered ({@code openrouter.circuit-breaker.max-vendors})
 */
public record BreakerOptions(
        boolean enabled,
        float failureRate,
        int window,
        int minimumCalls,
        Duration openWait,
        int halfOpenCalls,
        Duration settle,
        Duration probePatience,
        int maxVendors) {}
