/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.config.CamelComponents;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.NamedBean;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.usage.UsageSettings;
import io.github.camelopenrouter.webhook.LateAddress;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what exports need before any of them begins, and gives their routes what they name. */
public final class ExportFeature implements Feature {

    private static final Logger LOG = LoggerFactory.getLogger(ExportFeature.class);
    private static final String HTTP = "openrouter-export-http";
    private static final String WEBHOOK = "openrouter-export-webhook";
    private static final String KAFKA = "openrouter-export-kafka-messages";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public List<Setting<?>> settings() {
        return ExportSettings.SECTION.settings();
    }

    @Override
    public void install(FeatureContext gateway) {
        ExportSettings.requireNone(gateway.part(Settings.class));
        CamelContext context = gateway.camelContext();
        if (DummyValue.standsForAbsent(context) || context.getRegistry().lookupByName(KAFKA) != null) {
            return;
        }
        Settings settings = ExportSettings.ofProcess(context);
        require(context, settings, ExportSettings.KAFKA_BROKERS, "kafka");
        require(context, settings, ExportSettings.S3_BUCKET, "aws2-s3");
        settings.find(ExportSettings.WEBHOOK).ifPresent(url -> {
            requireData(context, settings, ExportSettings.WEBHOOK);
            LateAddress client = new LateAddress(url);
            NamedBean.bind(
                    context,
                    WEBHOOK,
                    new WebhookRequest(
                            client.origin(),
                            settings.find(ExportSettings.WEBHOOK_SECRET).orElse(null)));
            NamedBean.bind(context, WEBHOOK + "-client", client);
            LateAddress.addComponent(context, HTTP);
        });
        if (settings.find(ExportSettings.WEBHOOK).isEmpty()
                && settings.find(ExportSettings.WEBHOOK_SECRET).isPresent()) {
            throw new SettingException(
                    "openrouter.export.webhook.secret is set, but not openrouter.export.webhook: set it, too.");
        }
        NamedBean.bind(context, KAFKA, new KafkaMessages());
        onceStarted(context, settings);
    }

    /** Routes may still come until then. */
    private static void onceStarted(CamelContext context, Settings settings) {
        try {
            context.addStartupListener((started, already) -> {
                warnWithout(started, settings, ExportSettings.WEBHOOK, "webhook");
                warnWithout(started, settings, ExportSettings.KAFKA_BROKERS, "kafka");
                warnWithout(started, settings, ExportSettings.S3_BUCKET, "s3");
            });
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /** Only the standalone gateway reads the routes of exports by itself. */
    private static void warnWithout(CamelContext context, Settings settings, Setting<?> setting, String export) {
        if (settings.find(setting).isPresent()
                && context.getRoutes().stream()
                        .noneMatch(route -> route.getEndpoint() instanceof UsageEndpoint records
                                && records.name().value().equals(export))) {
            LOG.warn(
                    "{} is set, but nothing is sent: there is no route from {}:{}. Include the gateway's own by"
                            + " camel.main.routes-include-pattern=classpath:openrouter/standalone/routes/export/usage-{}.camel.yaml",
                    settings.fullKey(setting),
                    UsageComponent.SCHEME,
                    export,
                    export);
        }
    }

    private static void require(CamelContext context, Settings settings, Setting<?> setting, String component) {
        if (settings.find(setting).isEmpty()) {
            return;
        }
        requireData(context, settings, setting);
        CamelComponents.require(
                context,
                settings.fullKey(setting),
                component,
                "camel-" + component,
                " and what it needs, with the zip or the image into lib/ext, see exports.md");
    }

    private static void requireData(CamelContext context, Settings settings, Setting<?> setting) {
        if (UsageSettings.findDirectory(context).isEmpty()) {
            throw new SettingException(settings.fullKey(setting)
                    + " is set, but openrouter.data-dir is not: there is no journal to read records from. Set it.");
        }
    }
}
