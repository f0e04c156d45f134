/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.api.AlertFinding;
import java.time.Instant;
import java.util.List;

/**
 * Tells what is wrong now. Whoever makes it a bean, under any name, is asked at each look of the alerts, every {@code
 * openrouter.alerts.interval}, on their thread: one look at a time, so it has to be quick. When somebody is told of it, and that
 * once, is not a rule's business.
 */
public interface AlertRule {

    /** The alert's name, lower-case words joined by {@code -}: {@code queue-too-long}. */
    String name();

    /**
     * What is wrong; empty if nothing is.
     *
     * @throws NotYetKnownException if that cannot be told yet, as after a start
     * @throws Exception if it cannot be told: incidents of this rule then neither begin nor end, and the log says why
     */
    List<AlertFinding> look(Instant now) throws Exception;
}
