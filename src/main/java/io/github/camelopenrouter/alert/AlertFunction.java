/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.config.DummyValue;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * The property function {@code openrouter-alerts}: {@code {{openrouter-alerts:rules}}} is {@code true} where somebody wants to
 * be told, {@code {{openrouter-alerts:interval}}} is the time between two looks in milliseconds.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("openrouter-alerts")
public final class AlertFunction implements PropertiesFunction, CamelContextAware {

    private @Nullable CamelContext context;

    @Override
    public String getName() {
        return "openrouter-alerts";
    }

    /** @throws IllegalArgumentException if it is neither of the two */
    @Override
    public String apply(String remainder) {
        CamelContext here = context;
        boolean isKnown = here != null && !DummyValue.standsForAbsent(here);
        return switch (remainder.strip()) {
            case "rules" -> String.valueOf(isKnown && here != null && AlertSettings.areWanted(here));
            case "interval" ->
                String.valueOf(
                        isKnown && here != null
                                ? AlertSettings.of(here).interval().toMillis()
                                : 10_000);
            default ->
                throw new IllegalArgumentException(
                        "There is no openrouter-alerts:" + remainder + ", only rules and interval");
        };
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
