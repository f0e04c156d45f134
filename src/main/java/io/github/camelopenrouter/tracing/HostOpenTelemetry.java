/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import io.github.camelopenrouter.config.SettingException;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Finds the OpenTelemetry that a host has: its bean, or else the one that it has made the JVM's, as an agent does. */
final class HostOpenTelemetry {

    private HostOpenTelemetry() {}

    /** @throws SettingException if there is none, or nobody can say which */
    static Supplier<OpenTelemetry> of(CamelContext context) {
        Set<OpenTelemetry> beans = context.getRegistry().findByType(OpenTelemetry.class);
        if (beans.size() > 1) {
            throw new SettingException("openrouter.tracing=true does not know which of " + beans.size()
                    + " OpenTelemetry beans to take: leave one.");
        }
        if (beans.isEmpty() && !GlobalOpenTelemetry.isSet()) { // to ask for it would set it
            throw new SettingException("openrouter.tracing=true needs an OpenTelemetry bean, or the global one before"
                    + " Camel starts: make one, with Spring Boot by"
                    + " io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter.");
        }
        OpenTelemetry found =
                beans.isEmpty() ? GlobalOpenTelemetry.get() : beans.iterator().next();
        return () -> found;
    }
}
