/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The routes of receivers as they are shipped, in a context without a gateway; a test hands them notifications itself. */
final class Routes implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private final DefaultCamelContext context = new DefaultCamelContext();

    /** @param settings {@code slack=https://...}, what stands behind {@code openrouter.alerts.} */
    static Routes start(String... settings) throws Exception {
        return start(context -> {}, settings);
    }

    static Routes start(Consumer<CamelContext> before, String... settings) throws Exception {
        Routes routes = new Routes();
        try {
            before.accept(routes.context);
            routes.begin(settings);
            return routes;
        } catch (Exception e) {
            routes.close();
            throw e;
        }
    }

    private void begin(String... settings) throws Exception {
        Properties given = new Properties();
        Stream.of(settings)
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> given.setProperty("openrouter.alerts." + setting[0], setting[1]));
        context.getPropertiesComponent().setInitialProperties(given);
        context.setMessageHistory(true);
        context.addComponent("openrouter-alert", new DirectComponent());
        ReceiverFeature.install(context);
        for (Path file : files()) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
        }
        context.start();
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("routes/alerts"))) {
            return files.filter(file -> ReceiverSettings.receivers()
                            .contains(file.getFileName().toString().replace(".camel.yaml", "")))
                    .toList();
        }
    }

    DefaultCamelContext context() {
        return context;
    }

    static ObjectNode alert(String state, String subject) {
        return JSON.createObjectNode()
                .put("alert", "budget")
                .put("state", state)
                .put("subject", subject)
                .put("since", "2026-11-30T05:12:00Z")
                .put("text", "80 % of the budget is used")
                .put("value", "82.50")
                .putNull("threshold")
                .put("node", "machine-1");
    }

    /** What the route leaves, with its exception where it fails. */
    Exchange send(String receiver, ObjectNode alert, Map<String, Object> more) {
        return context.createProducerTemplate().request("openrouter-alert:" + receiver, exchange -> {
            exchange.getMessage().setBody(alert.toString().getBytes(UTF_8));
            exchange.getMessage().setHeader("OpenRouterAlertId", "0123456789abcdef");
            exchange.getMessage()
                    .setHeader("OpenRouterAlert", alert.path("alert").asText());
            exchange.getMessage()
                    .setHeader("OpenRouterAlertState", alert.path("state").asText());
            exchange.getMessage()
                    .setHeader("OpenRouterAlertSubject", alert.path("subject").asText());
            exchange.getMessage().getHeaders().putAll(more);
        });
    }

    Exchange send(String receiver, ObjectNode alert) {
        return send(receiver, alert, Map.of());
    }

    @Override
    public void close() throws IOException {
        context.close();
    }
}
