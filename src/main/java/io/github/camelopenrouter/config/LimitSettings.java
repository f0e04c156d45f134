/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.time.Duration;

/** How much clients may ask of the gateway; more than one package has to know. */
public final class LimitSettings {

    public static final Section SECTION = new Section();

    public static final Setting<Long> MAX_REQUEST_BYTES = SECTION.setting(
            "max-request-bytes",
            SettingTypes.size("1KB", "2147483647"),
            "20MB",
            "The largest request body, after decompression; a larger one is answered with 413.");

    public static final Setting<Integer> MAX_CONCURRENT_REQUESTS = SECTION.setting(
            "max-concurrent-requests",
            SettingTypes.number(1, 100_000),
            "2000",
            "How many requests run at once; one more waits in the queue, or is answered with 503.");

    public static final Setting<Integer> MANAGEMENT_MAX_REQUESTS = SECTION.setting(
            "management.max-requests",
            SettingTypes.number(1, 10_000),
            "100",
            "How many requests the management port's routes run at once, however full the gateway's own port is.");

    public static final Setting<Duration> TIMEOUT_REQUEST = SECTION.setting(
            "timeout.request",
            SettingTypes.duration("1ms", "1h"),
            "60s",
            "How long a client may take to send its request; a slower one is answered with 408.");

    private LimitSettings() {}
}
