/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import io.github.camelopenrouter.config.Proxy;
import io.github.camelopenrouter.config.Settings;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an instance reaches its upstream.
 *
 * @param connections the most at the same time
 * @param connectTimeout for TCP and TLS together, and for the wait for a free connection
 * @param authorities whom to trust beside those that the JVM trusts ({@code openrouter.truststore})
 * @param proxy null for none ({@code openrouter.proxy})
 */
public record UpstreamNetwork(
        int connections,
        Duration connectTimeout,
        List<X509Certificate> authorities,
        @Nullable Proxy proxy) {

    /** The sandbox is in this process: no proxy leads there. */
    public static UpstreamNetwork of(Settings settings) {
        return new UpstreamNetwork(
                settings.maxConcurrentRequests(),
                settings.timeoutConnect(),
                settings.truststore(),
                settings.isSandbox() ? null : settings.proxy().orElse(null));
    }
}
