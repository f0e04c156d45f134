/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.alert.AlertSettings;
import io.github.camelopenrouter.alert.receiver.ReceiverSettings;
import io.github.camelopenrouter.audit.AuditSettings;
import io.github.camelopenrouter.auth.oidc.OidcSettings;
import io.github.camelopenrouter.config.PolicySettings;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.export.ExportSettings;
import io.github.camelopenrouter.metrics.MetricsSettings;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.store.StoreSettings;
import io.github.camelopenrouter.tenants.TenantSettings;
import io.github.camelopenrouter.tracing.TracingSettings;
import io.github.camelopenrouter.usage.UsageSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;

/** The features of a gateway: those of ours that its settings ask for, and the beans of its host. */
final class Features {

    /** In this order; what a feature needs of another stands in front of it. */
    static final List<OurFeature> OURS = List.of(
            new OurFeature(
                    "operation.EmbeddedSandbox",
                    (context, settings) -> settings.needsSandbox(),
                    new OurFeature.Library("sandbox=true", "Vert.x", "io.vertx.core.Vertx", "io.vertx:vertx-core")),
            OurFeature.always("secrets.SecretsFeature"),
            new OurFeature("usage.UsageFeature", UsageSettings::areWanted, null),
            new OurFeature("store.StoreFeature", StoreSettings::areWanted, null), // says itself what it lacks
            new OurFeature("audit.AuditFeature", AuditSettings::areGiven, null),
            new OurFeature("policy.PolicyFeature", (context, settings) -> PolicySettings.areGiven(settings), null),
            new OurFeature("tenants.TenantsFeature", (context, settings) -> TenantSettings.areWanted(settings), null),
            new OurFeature(
                    "auth.oidc.OidcFeature",
                    OidcSettings::areGiven,
                    new OurFeature.Library(
                            "oidc.issuer",
                            "Nimbus JOSE + JWT",
                            "com.nimbusds.jose.JWSVerifier",
                            "com.nimbusds:nimbus-jose-jwt")),
            new OurFeature("export.ExportFeature", ExportSettings::areGiven, null),
            new OurFeature("alert.receiver.ReceiverFeature", ReceiverSettings::areGiven, null),
            new OurFeature("alert.AlertFeature", AlertSettings::areWanted, null),
            new OurFeature(
                    "metrics.MetricsFeature",
                    MetricsSettings::areWanted,
                    new OurFeature.Library(
                            "metrics=true",
                            "Micrometer",
                            "io.micrometer.core.instrument.MeterRegistry",
                            "io.micrometer:micrometer-core")),
            new OurFeature(
                    "tracing.TracingFeature",
                    TracingSettings::areWanted,
                    new OurFeature.Library(
                            "tracing=true",
                            "OpenTelemetry",
                            "io.opentelemetry.api.OpenTelemetry",
                            "io.opentelemetry:opentelemetry-api")));

    private Features() {}

    static List<Feature> of(CamelContext context, Settings settings) {
        List<Feature> features = new ArrayList<>();
        for (OurFeature ours : OURS) {
            if (ours.isWantedBy(context, settings)) {
                features.add(ours.load(context, settings));
            }
        }
        features.addAll(context.getRegistry().findByType(Feature.class));
        return features;
    }

    /** The settings that the gateway lives by: a feature of ours may put others in place of those that were read. */
    static Settings settings(List<Feature> features, CamelContext context, Settings read) throws Exception {
        Settings settings = read;
        for (Feature feature : features) {
            if (feature instanceof SettingsFeature changing) {
                settings = changing.change(context, settings);
            }
        }
        return settings;
    }

    /** Ends what {@link #settings} has begun: there will be no gateway. */
    static List<Exception> undo(List<Feature> features, CamelContext context) {
        List<Exception> failures = new ArrayList<>();
        for (Feature feature : features) {
            try {
                if (feature instanceof SettingsFeature changing) {
                    changing.undo(context);
                }
            } catch (Exception e) {
                failures.add(e);
            }
        }
        return failures;
    }
}
