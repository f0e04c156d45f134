/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.alert.rules.RuleSettings;
import io.github.camelopenrouter.config.SettingException;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Alerts by a name: as a source, {@code openrouter-alert:pager}, the name is a receiver's, who gets each notification; as a
 * target, {@code openrouter-alert:queue-too-long}, it is a rule's of one's own, and the message is what it has found.
 */
final class AlertEndpoint extends DefaultEndpoint {

    private final String name;
    private Duration backoff = Duration.ofSeconds(1);
    private Duration maxBackoff = Duration.ofMinutes(1);

    AlertEndpoint(String uri, AlertComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    String name() {
        return name;
    }

    /** How long to wait after the first failure; each further one doubles it. */
    Duration getBackoff() {
        return backoff;
    }

    void setBackoff(Duration backoff) {
        this.backoff = backoff;
    }

    Duration getMaxBackoff() {
        return maxBackoff;
    }

    void setMaxBackoff(Duration maxBackoff) {
        this.maxBackoff = maxBackoff;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        requirePositive("backoff", backoff);
        requirePositive("maxBackoff", maxBackoff);
    }

    /** Without a pause it would keep a core busy. */
    private void requirePositive(String option, Duration value) {
        if (value.toMillis() <= 0) {
            throw new SettingException("The option " + option + " of " + AlertComponent.SCHEME + ":" + name
                    + " must be at least a millisecond.");
        }
    }

    /** @throws SettingException if this is one of the gateway's own rules */
    @Override
    public Producer createProducer() {
        if (RuleSettings.isBuiltIn(name)) {
            throw new SettingException(
                    AlertComponent.SCHEME + ":" + name + " is an alert of the gateway's own: give yours another name.");
        }
        return new AlertProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        AlertConsumer consumer = new AlertConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** @throws SettingException if nobody looks for anything */
    Alerts alerts() {
        return Alerts.find(getCamelContext())
                .orElseThrow(() -> new SettingException("There is a route with " + AlertComponent.SCHEME + ":" + name
                        + ", but nothing looks for what is wrong: set openrouter.alerts=true."));
    }
}
