/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import java.util.TreeSet;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Shows operators whether alerts reach their receivers. */
final class AlertHealth extends InformationalHealthCheck {

    static final String ID = "openrouter-alerts";

    private final Alerts alerts;

    AlertHealth(Alerts alerts) {
        super(ID);
        this.alerts = alerts;
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        Book book = alerts.book();
        result.detail("receivers", String.join(", ", new TreeSet<>(alerts.receivers())));
        result.detail("firing", book.firing().count());
        result.detail("waiting", book.waiting(alerts.receivers()));
        result.detail("lost", alerts.deliveries().lost());
        String failure = alerts.deliveries().lastFailure();
        if (failure != null) {
            result.detail("last_failure", failure);
        }
        String problem = alerts.problem();
        if (problem != null) {
            result.down().message("A restart would tell of alerts again: " + problem);
        } else if (alerts.receivers().isEmpty()) {
            result.message("What is wrong is looked for, but nobody is told");
        } else {
            result.message("What is wrong is told");
        }
    }
}
