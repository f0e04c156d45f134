/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;

/** What holds in the standalone start where {@code application.properties} does not mention it. */
public final class StandaloneDefaults {

    static final String HOST = "127.0.0.1";
    static final String SERVER_PORT = "8080";
    static final String MANAGEMENT_PORT = "9876";
    static final String DATA_DIR = "openrouter.data-dir";
    static final String DATA_DIRECTORY = "data";

    /**
     * For Camel, as initial properties: a line of the user's own wins, also an empty one. Routes are no part of health, because a host may have
     * stopped one on purpose.
     */
    public static final Map<String, String> PROPERTIES = Map.ofEntries(
            entry("camel.server.enabled", "true"),
            entry("camel.server.host", "{{env:CAMEL_SERVER_HOST:" + HOST + "}}"),
            entry("camel.server.port", "{{env:CAMEL_SERVER_PORT:" + SERVER_PORT + "}}"),
            entry("camel.management.enabled", "true"),
            entry("camel.management.host", "{{env:CAMEL_MANAGEMENT_HOST:" + HOST + "}}"),
            entry("camel.management.port", "{{env:CAMEL_MANAGEMENT_PORT:" + MANAGEMENT_PORT + "}}"),
            entry("camel.management.healthCheckEnabled", "true"),
            entry("camel.management.infoEnabled", "true"),
            entry("camel.health.exposureLevel", "full"),
            entry("camel.health.routesEnabled", "false"),
            entry("camel.health.consumersEnabled", "false"),
            entry(DATA_DIR, DATA_DIRECTORY),
            entry("openrouter.store.url", "h2"),
            entry("openrouter.audit", "changes"));

    private StandaloneDefaults() {}

    /** The same for a context that Camel Main does not make. */
    public static void addTo(CamelContext context) {
        Properties initial = new Properties();
        initial.putAll(PROPERTIES);
        context.getPropertiesComponent().setInitialProperties(initial);
    }
}
