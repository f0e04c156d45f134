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
 * How failed attempts are repeated.
 *
 * @param attempts how many attempts may follow the first ({@code openrouter.retry.attempts})
 * @param delay the wait before the second attempt; it doubles from attempt to attempt ({@code openrouter.retry.delay})
 * @param maxDelay the longest wait; an upstream that asks for more is not tried again ({@code openrouter.retry.max-delay})
 * @param budgetPercent how many retries there may be for a hundred calls ({@code openrouter.retry.budget})
 */
public record RetryOptions(int attempts, Duration delay, Duration maxDelay, int budgetPercent) {}
