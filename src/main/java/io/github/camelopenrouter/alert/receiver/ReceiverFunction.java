/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import io.github.camelopenrouter.config.DummyValue;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * The property function {@code openrouter-alert-receiver}: {@code {{openrouter-alert-receiver:slack}}} is {@code true} where
 * {@code openrouter.alerts.slack} is set. A precondition that named the setting itself would put a secret into a route.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("openrouter-alert-receiver")
public final class ReceiverFunction implements PropertiesFunction, CamelContextAware {

    private @Nullable CamelContext context;

    @Override
    public String getName() {
        return "openrouter-alert-receiver";
    }

    /** @throws IllegalArgumentException if there is no such receiver */
    @Override
    public String apply(String remainder) {
        CamelContext here = context;
        return String.valueOf(here != null
                && !DummyValue.standsForAbsent(here)
                && ReceiverSettings.isGiven(here, ReceiverSettings.asksFor(remainder.strip())));
    }

    @Override
    public void setCamelContext(@Nullable CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }
}
