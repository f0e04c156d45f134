/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import java.time.Duration;

/** How well calls are written down, for metrics and alerts. Whoever writes them makes this a bean; asked by any thread. */
public interface UsageHealth {

    /** How many records are lost since the start. */
    long dropped();

    /** How many calls may have cost something that nobody has said, or not yet, as far as this process knows. */
    long unresolved();

    /** How far what reads the records (a store, exports) is behind the calls; zero where nothing does. */
    Duration lag();
}
