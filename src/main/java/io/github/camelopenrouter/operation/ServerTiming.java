/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import java.math.BigDecimal;
import java.time.Duration;

/** Tells a client what of the time it waits is the gateway's own (source: W3C, "Server Timing"). */
final class ServerTiming {

    static final String NAME = "Server-Timing";

    private ServerTiming() {}

    /** In milliseconds, with three decimals. */
    static String of(Duration overhead) {
        return "overhead;dur="
                + BigDecimal.valueOf(Math.max(0, overhead.toNanos()) / 1000, 3).toPlainString();
    }
}
