/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.config.ContextFunction;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The property function {@code openrouter-alerts}: {@code {{openrouter-alerts:rules}}} is {@code true} where somebody wants to
 * be told, {@code {{openrouter-alerts:interval}}} is the time between two looks in milliseconds.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("openrouter-alerts")
public final class AlertFunction extends ContextFunction {

    public AlertFunction() {
        super("openrouter-alerts");
    }

    @Override
    protected String tell(String what, @Nullable CamelContext where) {
        return switch (what) {
            case "rules" -> String.valueOf(where != null && AlertSettings.areWanted(where));
            case "interval" ->
                String.valueOf(
                        where == null
                                ? 10_000
                                : AlertSettings.of(where).interval().toMillis());
            default ->
                throw new IllegalArgumentException(
                        "There is no openrouter-alerts:" + what + ", only rules and interval");
        };
    }
}
