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
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * OpenTelemetry's own settings, from where Camel finds all settings: {@code OTEL_EXPORTER_OTLP_ENDPOINT} in the environment is
 * {@code otel.exporter.otlp.endpoint} in a file. Their names and meaning are those of its "SDK environment variables".
 */
final class OtelProperties {

    private static final String BEGIN = "otel.";
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";
    private static final String PROTOCOL = "otel.exporter.otlp.protocol";
    private static final String TRACES_PROTOCOL = "otel.exporter.otlp.traces.protocol";
    private static final String EXPORTER = "otel.traces.exporter";
    private static final String SAMPLER = "otel.traces.sampler";
    private static final String HTTP = "http/protobuf";

    private OtelProperties() {}

    /** Whether they say where spans are to be sent. */
    static boolean nameCollector(CamelContext context) {
        return find(context, TRACES_ENDPOINT).or(() -> find(context, ENDPOINT)).isPresent();
    }

    /** Whether they say which traces are kept. */
    static boolean nameSampler(CamelContext context) {
        return find(context, SAMPLER).isPresent();
    }

    /** @throws SettingException if spans cannot be sent so */
    static void check(CamelContext context) {
        for (String endpoint : new String[] {ENDPOINT, TRACES_ENDPOINT}) {
            find(context, endpoint).ifPresent(url -> requireUrl(endpoint, url));
        }
        for (String protocol : new String[] {PROTOCOL, TRACES_PROTOCOL}) {
            require(context, protocol, Set.of(HTTP), HTTP);
        }
        require(context, EXPORTER, Set.of("otlp", "none"), "otlp or none");
    }

    /** What stands in files: OpenTelemetry finds the environment's by itself. */
    static Map<String, String> ofFiles(CamelContext context) {
        Map<String, String> found = new HashMap<>();
        Properties files = context.getPropertiesComponent().loadProperties(name -> name.startsWith(BEGIN));
        files.stringPropertyNames().forEach(name -> found.put(name, files.getProperty(name)));
        return found;
    }

    private static void require(CamelContext context, String name, Set<String> allowed, String words) {
        find(context, name).filter(given -> !allowed.contains(given)).ifPresent(given -> {
            throw new SettingException(variable(name) + " is not what the gateway can do: it must be " + words + ".");
        });
    }

    private static void requireUrl(String name, String url) {
        try {
            URI given = new URI(url);
            if (given.getHost() != null && ("http".equals(given.getScheme()) || "https".equals(given.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            throw noUrl(name);
        }
        throw noUrl(name);
    }

    private static SettingException noUrl(String name) {
        return new SettingException(variable(name) + " must be the URL of a collector, as http://127.0.0.1:4318 is.");
    }

    private static Optional<String> find(CamelContext context, String name) {
        return context.getPropertiesComponent()
                .resolveProperty(name)
                .map(String::trim)
                .filter(value -> !value.isEmpty());
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
