/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.spi.AlertRule;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** A node of the route of rules: asks one of them, and adds what it has found to this look. One that is off finds nothing. */
final class RuleStep implements Processor {

    /** What was found at this look (Look). */
    static final String LOOK = "OpenRouterAlertLook";

    private final Alerts alerts;
    private final @Nullable AlertRule rule;

    RuleStep(Alerts alerts, @Nullable AlertRule rule) {
        this.alerts = alerts;
        this.rule = rule;
    }

    @Override
    public void process(Exchange exchange) {
        Look look = lookOf(exchange, alerts);
        if (rule != null) {
            alerts.ask(rule, look);
        }
    }

    static Look lookOf(Exchange exchange, Alerts alerts) {
        Look look = exchange.getProperty(LOOK, Look.class);
        if (look == null) {
            look = alerts.begin();
            exchange.setProperty(LOOK, look);
        }
        return look;
    }
}
