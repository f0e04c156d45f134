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
 * How long each silence of the upstream may last; zero is no limit. Connecting has its own limit in HttpClient.
 *
 * @param streamResponse from the attempt's start to the head of a streaming answer ({@code
 * openrouter.timeout.response})
 * @param plainResponse the same for a plain answer
 * @param firstEvent from the head to the first event, or the first byte of JSON ({@code openrouter.timeout.first-event})
 * @param idle without a byte ({@code openrouter.timeout.idle})
 * @param stalled without an event, comments or not ({@code openrouter.timeout.stalled})
 * @param total for a whole attempt ({@code openrouter.timeout.total})
 */
public record Clocks(
        Duration streamResponse,
        Duration plainResponse,
        Duration firstEvent,
        Duration idle,
        Duration stalled,
        Duration total) {}
