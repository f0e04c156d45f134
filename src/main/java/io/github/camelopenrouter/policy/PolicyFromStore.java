/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.auth.ClientKeys;
import io.github.camelopenrouter.config.PolicySettings;
import io.github.camelopenrouter.config.ProblemHealth;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.policy.store.PolicyBook;
import io.github.camelopenrouter.policy.store.StoredPolicy;
import io.github.camelopenrouter.spi.AuditTrail;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.SharedPolicy;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the policy of the store hold, whichever gateway of the process asks first, and each that somebody makes of it later. */
final class PolicyFromStore {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFeature.class);

    private final CamelContext context;
    private final StoredPolicy policy;
    private final @Nullable PolicyFile first;
    private @Nullable Policy written;
    private boolean looked;

    /** @param first what an empty store is filled with; null for nothing */
    private PolicyFromStore(CamelContext context, StoredPolicy policy, @Nullable PolicyFile first) {
        this.context = context;
        this.policy = policy;
        this.first = first;
    }

    /** @throws SettingException if there is no store, or the file for an empty one is no policy */
    static void follow(FeatureContext gateway, Settings settings, Policies policies) {
        CamelContext context = gateway.camelContext();
        StoredPolicy known = context.getRegistry().lookupByNameAndType(PolicyBook.BEAN, StoredPolicy.class);
        StoredPolicy policy = known == null ? new StoredPolicy(store(context, settings)) : known;
        gateway.closeAtEnd(policy.follow(
                policies::replace,
                gateway.part(ClientKeys.class)::has,
                PolicyFeature.upstreamKeys(settings, gateway.part(KeyPool.class))));
        gateway.health(new ProblemHealth(
                gateway.prefix() + "policy",
                () -> "The policy holds as it stands in the store",
                "The policy of before holds: ",
                policy::problem));
        gateway.health(new PolicyReadiness(gateway.prefix() + "policy-read", policy::isRead));
        if (known == null) {
            PolicyFile file = PolicySettings.of(settings).file().isEmpty()
                    ? null
                    : PolicyFile.of(
                            settings,
                            gateway.part(ClientKeys.class)::has,
                            PolicyFeature.upstreamKeys(settings, gateway.part(KeyPool.class)));
            new PolicyFromStore(context, policy, file).begin();
        }
    }

    private static SharedPolicy store(CamelContext context, Settings settings) {
        SharedPolicy store = context.getRegistry().lookupByNameAndType(SharedPolicy.BEAN, SharedPolicy.class);
        if (store == null) {
            throw new SettingException(PolicySettings.setting(settings)
                    + " needs a store: set openrouter.store.url, and openrouter.data-dir.");
        }
        return store;
    }

    /** Once before the doors are open, so that they know everybody. */
    private void begin() {
        look();
        context.getRegistry().bind(PolicyBook.BEAN, policy);
        RepeatedLook.begin(context, "openrouter-policy-store", Duration.ofSeconds(1), this::lookAgain);
    }

    private void lookAgain() {
        if (!context.isStopping() && !context.isStopped()) {
            look();
        }
    }

    private void look() {
        if (!looked && first != null && !fill(first)) {
            return; // an empty policy is not what anybody wants
        }
        looked = true;
        policy.refresh();
    }

    /** @return whether the store is known to have a policy */
    private boolean fill(PolicyFile file) {
        try {
            if (policy.change((edit, notes) -> takeOver(edit, file))) {
                LOG.info("{} is the policy of the store from now on; the file is not read again", file.name());
            }
            return true;
        } catch (OpenRouterException e) {
            return false;
        } catch (PolicyFault e) {
            throw new SettingException(file.name() + " cannot be taken over: " + e.getMessage());
        }
    }

    private boolean takeOver(PolicyEdit edit, PolicyFile file) throws PolicyFault {
        if (!edit.isOfTheFirst()) {
            return false;
        }
        if (written == null) {
            written = file.readFirst(); // once: the store may fail behind it, and be asked again
        }
        for (Kind kind : Kind.values()) {
            for (Entry entry : written.entries(kind).values()) {
                edit.put(kind, entry.name(), entry.document(), "/" + kind.field() + "/" + entry.name());
            }
        }
        AuditTrail.find(context)
                .ifPresent(trail -> trail.happened(AuditEvent.ofGateway("policy.import", file.name(), Map.of())));
        return true;
    }
}
