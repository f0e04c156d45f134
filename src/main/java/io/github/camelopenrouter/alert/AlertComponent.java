/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.config.SettingException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** {@code openrouter-alert:<name>}, found by Camel through {@code META-INF/services}. */
@org.apache.camel.spi.annotations.Component(AlertComponent.SCHEME)
public final class AlertComponent extends DefaultComponent {

    static final String SCHEME = "openrouter-alert";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!NAME.matcher(remaining).matches()) {
            throw new SettingException("The name behind " + SCHEME
                    + ": must be lower-case letters, digits and -, beginning with a letter, at most 64.");
        }
        AlertEndpoint endpoint = new AlertEndpoint(uri, this, remaining);
        endpoint.setBackoff(getAndRemoveParameter(parameters, "backoff", Duration.class, endpoint.getBackoff()));
        endpoint.setMaxBackoff(
                getAndRemoveParameter(parameters, "maxBackoff", Duration.class, endpoint.getMaxBackoff()));
        return endpoint;
    }
}
