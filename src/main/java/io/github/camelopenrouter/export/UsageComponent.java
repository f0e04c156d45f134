/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.CpuPace;
import io.github.camelopenrouter.usage.JournalProgress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** {@code openrouter-usage:<name>}, found by Camel through {@code META-INF/services}. */
@org.apache.camel.spi.annotations.Component(UsageComponent.SCHEME)
public final class UsageComponent extends DefaultComponent {

    static final String SCHEME = "openrouter-usage";

    /** By their names: two of one name would take each other's records. */
    private final Map<ExportName, Object> running = new ConcurrentHashMap<>();

    private final CpuPace.Share alone = new CpuPace.Share();

    /** What all exports may use together, and with the store where there is a journal. */
    CpuPace.Share share() {
        return JournalProgress.find(getCamelContext())
                .map(JournalProgress::share)
                .orElse(alone);
    }

    void begins(ExportName name, Object consumer) {
        if (running.putIfAbsent(name, consumer) != null) {
            throw new SettingException("Two routes begin with " + SCHEME + ":" + name
                    + ", and would take each other's records: give each a name of its own.");
        }
    }

    void ends(ExportName name, Object consumer) {
        running.remove(name, consumer);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        UsageEndpoint endpoint = new UsageEndpoint(uri, this, ExportName.of(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
