/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The last node of the route of rules: makes incidents of what was found. */
final class IncidentsStep implements Processor {

    private final Alerts alerts;

    IncidentsStep(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        alerts.end(RuleStep.lookOf(exchange, alerts));
    }
}
