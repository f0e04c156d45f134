/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.AlertRule;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;

/** Some health checks are down. */
final class HealthRule implements AlertRule {

    private final String name;
    private final Supplier<Stream<HealthCheck>> checks;
    private final String text;

    /** @param text what is wrong then */
    HealthRule(String name, Supplier<Stream<HealthCheck>> checks, String text) {
        this.name = name;
        this.checks = checks;
        this.text = text;
    }

    @Override
    public String name() {
        return name;
    }

    /** What a check says itself may name addresses and files: it is for the operators' port. */
    @Override
    public List<AlertFinding> look(Instant now) {
        return checks.get()
                .filter(check -> check.call().getState() == HealthCheck.State.DOWN)
                .map(check -> new AlertFinding(
                        check.getId(), null, null, text + " The health check " + check.getId() + " says more."))
                .toList();
    }
}
