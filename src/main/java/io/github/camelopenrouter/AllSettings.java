/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import io.github.camelopenrouter.accesslog.AccessLogSettings;
import io.github.camelopenrouter.alert.AlertSettings;
import io.github.camelopenrouter.alert.receiver.ReceiverSettings;
import io.github.camelopenrouter.alert.rules.RuleSettings;
import io.github.camelopenrouter.audit.AuditSettings;
import io.github.camelopenrouter.auth.AdminSettings;
import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.auth.ObserveSettings;
import io.github.camelopenrouter.auth.oidc.OidcSettings;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.config.GatewaySettings;
import io.github.camelopenrouter.config.LimitSettings;
import io.github.camelopenrouter.config.PolicySettings;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Sections;
import io.github.camelopenrouter.door.DoorSettings;
import io.github.camelopenrouter.embedded.HostSettings;
import io.github.camelopenrouter.export.ExportSettings;
import io.github.camelopenrouter.metrics.MetricsSettings;
import io.github.camelopenrouter.passthrough.PassThroughSettings;
import io.github.camelopenrouter.policy.budgets.BudgetSettings;
import io.github.camelopenrouter.request.RequestSettings;
import io.github.camelopenrouter.secrets.SecretsSettings;
import io.github.camelopenrouter.standalone.server.ServerSettings;
import io.github.camelopenrouter.store.StoreSettings;
import io.github.camelopenrouter.tenants.TenantSettings;
import io.github.camelopenrouter.tracing.TracingSettings;
import io.github.camelopenrouter.upstream.AppSettings;
import io.github.camelopenrouter.upstream.CircuitBreakerSettings;
import io.github.camelopenrouter.upstream.RetrySettings;
import io.github.camelopenrouter.upstream.TimeoutSettings;
import io.github.camelopenrouter.upstream.http.NetworkSettings;
import io.github.camelopenrouter.usage.UsageSettings;
import java.util.List;

/**
 * The sections of settings, one for each concern, in the order of the documents' table. A feature's section belongs here
 * too, also where the library that it needs may be missing: its settings are known, and the feature says what it lacks.
 */
public final class AllSettings implements Sections {

    @Override
    public List<Section> sections() {
        return List.of(
                GatewaySettings.SECTION,
                SecretsSettings.SECTION,
                HostSettings.SECTION,
                AppSettings.SECTION,
                RequestSettings.SECTION,
                LimitSettings.SECTION,
                DoorSettings.SECTION,
                AuthSettings.SECTION,
                PolicySettings.SECTION,
                BudgetSettings.SECTION,
                OidcSettings.SECTION,
                PassThroughSettings.SECTION,
                TenantSettings.SECTION,
                AdminSettings.SECTION,
                BalanceSettings.SECTION,
                RetrySettings.SECTION,
                CircuitBreakerSettings.SECTION,
                TimeoutSettings.SECTION,
                NetworkSettings.SECTION,
                ServerSettings.SECTION,
                AccessLogSettings.SECTION,
                UsageSettings.SECTION,
                StoreSettings.SECTION,
                AuditSettings.SECTION,
                ExportSettings.SECTION,
                ReceiverSettings.SECTION,
                AlertSettings.SECTION,
                RuleSettings.SECTION,
                ObserveSettings.SECTION,
                MetricsSettings.SECTION,
                TracingSettings.SECTION);
    }
}
